using System.Text.Json.Nodes;

namespace Countersign.Sandbox.GitHub.Http;

/// <summary>The dated versions of the API: what a client may name, and what the newer one leaves out.</summary>
internal static class ApiVersion
{
    public const string Header = "X-GitHub-Api-Version";

    public const string Default = "2022-11-28";

    public const string Newer = "2026-03-10";

    private static readonly string[] Gone = ["merge_commit_sha", "assignee", "has_downloads", "use_squash_pr_title_as_default"];

    public static bool Supports(string version) => version is Default or Newer;

    public static Answer Unsupported(string version) => Refusal.Basic(400,
        $"Version \"{version}\" is not a supported version. Supported versions: {Default}, {Newer}.", "https://docs.github.com/rest/about-the-rest-api/api-versions");

    /// <summary>Takes away the members that the newer version removed.</summary>
    public static void Trim(JsonNode? json, string version)
    {
        if (version == Newer) Trim(json);
    }

    private static void Trim(JsonNode? json)
    {
        switch (json)
        {
            case JsonObject members:
                foreach (var name in Gone) members.Remove(name);
                if (members.ContainsKey("resources")) members.Remove("rate");
                foreach (var (_, value) in members) Trim(value);
                break;
            case JsonArray items:
                foreach (var item in items) Trim(item);
                break;
        }
    }
}
