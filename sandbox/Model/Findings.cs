using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Countersign.Sandbox.Model;

/// <summary>A tool's result in words: what came back, or that it was not done and why.</summary>
internal static class Findings
{
    private const int Longest = 2_000;

    /// <summary>What a caller sent may name a member twice: that is no JSON here.</summary>
    public static readonly JsonDocumentOptions Once = new() { AllowDuplicateProperties = false };

    private static readonly string[] Good = ["done", "ok", "found", "success"];

    public static bool Failed(string result) => Outcome(Parse(result)) is { } outcome && !Good.Contains(outcome);

    public static string Of(PastCall call, string result)
    {
        var json = Parse(result);
        var what = Describe(call);
        if (Outcome(json) is { } outcome && !Good.Contains(outcome))
        {
            var why = Text(json, "text") ?? Text(json, "detail") ?? Text(json, "reason") ?? Text(json, "message");
            return $"I did not {what}: {outcome}.{(why is null ? "" : " " + why)}";
        }

        var data = (json as JsonObject)?["result"] ?? json;
        var items = (data as JsonObject)?["items"] as JsonArray ?? data as JsonArray;
        if (items is not null) return $"{items.Count} {Noun(call)}{(items.Count > 0 ? ": " + string.Join(", ", items.Select(Item)) : "")}.";
        return data is JsonObject found ? Thing(call, what, found) : Cut(result);
    }

    private static string Thing(PastCall call, string what, JsonObject found)
    {
        if (call.Name.EndsWith("_diff", StringComparison.Ordinal) || call.Name.EndsWith("_contents", StringComparison.Ordinal))
            return Cut(Text(found, "diff") ?? Text(found, "content") ?? Text(found, "text") ?? found.ToJsonString());
        if (call.Name.Contains("_get_", StringComparison.Ordinal))
        {
            var head = found["number"] is { } number ? $"#{number} {Text(found, "title")}" : Text(found, "message") ?? "";
            return Cut($"{head}{(Text(found, "state") is { } state ? $" ({state})" : "")}{(Text(found, "body") is { Length: > 0 } body ? $": {body}" : "")}".Trim());
        }

        var url = Text(found, "url") ?? Text(found, "html_url");
        return $"Done: {what}.{(Text(found, "sha") is { } sha ? $" The commit is {sha}." : "")}{(url is null ? "" : " See " + url)}";
    }

    private static string Item(JsonNode? item)
    {
        if (item is not JsonObject one) return item?.ToString() ?? "";
        var name = Text(one, "title") ?? Text(one, "repository") ?? Text(one, "full_name") ?? Text(one, "name") ?? Text(one, "path") ?? Text(one, "message") ?? Text(one, "filename");
        var result = Text(one, "conclusion");
        return one["number"] is { } number ? $"#{number} {name}" : result is null ? name ?? one.ToJsonString() : $"{name} {result}";
    }

    private static string Noun(PastCall call)
    {
        var state = Text(Parse(call.Arguments), "state");
        return call.Name switch
        {
            "github_list_issues" => $"{state ?? "open"} issues",
            "github_list_pull_requests" => $"{state ?? "open"} pull requests",
            "github_list_repositories" => "repositories",
            "github_list_commits" => "commits",
            "github_list_checks" => "checks",
            "github_list_pull_request_files" => "files",
            _ => "items",
        };
    }

    /// <summary>The call in a person's words: <c>merge pull request 7 of acme/shop</c>.</summary>
    private static string Describe(PastCall call)
    {
        var words = call.Name.Replace("github_", "", StringComparison.Ordinal).Replace('_', ' ');
        var arguments = Parse(call.Arguments) as JsonObject;
        var number = arguments?["number"] is { } n ? string.Create(CultureInfo.InvariantCulture, $" {n}") : "";
        return $"{words}{number}{(Text(arguments, "repository") is { } repository ? $" of {repository}" : "")}";
    }

    private static string? Outcome(JsonNode? json) => Text(json, "outcome") ?? (json is JsonObject o && o.ContainsKey("error") ? "failed" : null);

    private static string? Text(JsonNode? json, string name) => json is JsonObject members && members[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.ToString() : null;

    private static string Cut(string text) => text.Length > Longest ? text[..Longest] + " …" : text;

    private static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text, null, Once);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
