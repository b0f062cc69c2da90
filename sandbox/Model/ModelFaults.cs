using System.Globalization;
using Countersign.Sandbox.World;

namespace Countersign.Sandbox.Model;

/// <summary>
/// The faults that concern the model. Each can be limited to requests whose last message of a person contains a text: <c>"contains":"…"</c>.
/// </summary>
internal sealed class ModelFaults(SandboxWorld world)
{
    public Fault? Take(string kind, ChatRequest request) =>
        world.Faults.Take(kind, null, f => f.Text("contains") is not { } text || request.Asked.Contains(text, StringComparison.OrdinalIgnoreCase));

    /// <summary>An error instead of an answer, or null.</summary>
    public ModelError? Instead(ChatRequest request)
    {
        if (Take("model_500", request) is { } broken)
            return new ModelError(broken.Number("status", 500), "The server had an error while processing your request. Sorry about that!", "server_error");
        if (Take("model_429", request) is not { } busy) return null;
        if (busy.Text("quota") == "true")
            return new ModelError(429, "You exceeded your current quota, please check your plan and billing details.", "insufficient_quota", Code: "insufficient_quota");
        var seconds = busy.Number("retry_after", 1).ToString(CultureInfo.InvariantCulture);
        return new ModelError(429, $"Rate limit reached for requests. Please try again in {seconds}s.", "requests", Code: "rate_limit_exceeded")
        {
            Headers = { ["retry-after"] = seconds },
        };
    }

    /// <summary>Another turn than the dialogue's: a tool that is not there, arguments that are no JSON, no end.</summary>
    public Turn? Another(ChatRequest request)
    {
        if (Take("model_unknown_tool", request) is { } unknown)
            return Turn.Call([new(NewId(), unknown.Text("name") ?? "github_delete_everything", "{\"repository\":\"acme/shop\"}")]);
        if (Take("model_repeat", request) is { } repeated)
            return Turn.Say(string.Concat(Enumerable.Repeat(repeated.Text("words") ?? "and so on ", repeated.Number("count", 100_000))));
        if (request.Tools.Count == 0) return null;
        if (Take("model_malformed_arguments", request) is { } malformed)
            return Turn.Call([new(NewId(), malformed.Text("name") ?? request.Tools[0].Name, malformed.Text("arguments") ?? "{\"repository\": \"acme/shop\", \"number\": ")]);
        if (Take("model_never_stops", request) is { } endless)
            return Turn.Call([new(NewId(), endless.Text("name") ?? "github_list_repositories", endless.Text("arguments") ?? "{}")]);
        return null;
    }

    private static string NewId() => "call_" + RandomText.Of(24);
}
