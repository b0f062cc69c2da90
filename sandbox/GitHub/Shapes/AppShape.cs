using System.Text.Json.Nodes;
using Countersign.Sandbox.GitHub.Http;
using Countersign.Sandbox.GitHub.State;

namespace Countersign.Sandbox.GitHub.Shapes;

/// <summary>Apps as they stand in what they did: Countersign itself, and the checks' own.</summary>
internal static class AppShape
{
    public static JsonObject Of(Call call) => Make(call, GitHubState.AppId, GitHubState.AppSlug, GitHubState.AppName, "https://countersign.example");

    public static JsonObject Checks(Call call) => Make(call, 15368, "github-actions", "GitHub Actions", "https://help.github.com/en/actions");

    private static JsonObject Make(Call call, long id, string slug, string name, string home) => new()
    {
        ["id"] = id,
        ["slug"] = slug,
        ["node_id"] = AccountShape.NodeId("A", id),
        ["owner"] = AccountShape.Simple(call, call.State.Acme),
        ["name"] = name,
        ["description"] = "",
        ["external_url"] = home,
        ["html_url"] = $"{call.Origin}/apps/{slug}",
        ["created_at"] = "2025-06-02T09:00:00Z",
        ["updated_at"] = "2025-06-02T09:00:00Z",
        ["permissions"] = new JsonObject { ["checks"] = "read", ["contents"] = "write", ["issues"] = "write", ["metadata"] = "read" },
        ["events"] = new JsonArray(),
    };
}
