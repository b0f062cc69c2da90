using System.Text.Json.Nodes;
using Countersign.Connectors;
using Countersign.Http;
using Countersign.Vault;

namespace Countersign.Actions;

/// <summary>The problems of this room's doors; docs/problems.md lists them.</summary>
internal static class ActionProblems
{
    public static Problem UnknownTool() =>
        new(400, "/problems/unknown-tool", "There is no such tool", "GET /api/tools lists the tools there are. A name has its provider and a dot: github.list_issues.");

    public static Problem InvalidArguments(IReadOnlyList<ArgumentError> errors) =>
        new(400, "/problems/invalid-arguments", "The arguments are not as the tool takes them", "Mend what errors names; GET /api/tools has the tool's schema.")
        {
            More = new JsonObject
            {
                ["errors"] = new JsonArray([.. errors.Select(error => (JsonNode?)new JsonObject { ["path"] = $"$.arguments{error.Path[1..]}", ["text"] = error.Text })]),
            },
        };

    /// <param name="code">Why: a gate's or an approval's code.</param>
    public static Problem Denied(string code, string text, ActionId? action = null) =>
        new(403, "/problems/denied", "It was denied", text)
        {
            More = new JsonObject { ["code"] = code },
            Instance = action is { } id ? $"/api/actions/{id}" : null,
        };

    public static Problem NeedsYou(Remedy remedy) =>
        new(409, "/problems/needs-you", "Something has to be done first", remedy.Text) { More = new JsonObject { ["remedy"] = DirectRuns.NodeOf(remedy) } };

    public static Problem ReadFailed(string code, string text) =>
        new(422, "/problems/read-failed", "It could not be read", text) { More = new JsonObject { ["code"] = code } };

    public static Problem ProviderUnavailable(TimeSpan after) =>
        new(503, "/problems/provider-unavailable", "The provider gave no answer", "Nothing was done. Wait as long as Retry-After says, then try again.") { RetryAfter = after };

    public static Problem TooLate(ActionRow row) =>
        new(409, "/problems/too-late", "It can no longer be prevented", row.State == ActionState.Executing
            ? "It is executing: its effect stands. Read the action to see what comes of it."
            : "It is settled already. Read the action to see what came of it.")
        {
            More = new JsonObject { ["state"] = row.State.Word() },
            Instance = $"/api/actions/{row.Id}",
        };
}
