using System.Text.Json.Nodes;
using Countersign.Tests.EndToEnd.Live;

namespace Countersign.Tests.EndToEnd.Injection;

/// <summary>Puts a text where strangers can put it, and says what a person asks to have it read.</summary>
internal static class Carriers
{
    public static async Task<string> PutAsync(Someone person, InjectedText injected)
    {
        var text = injected.In(person.Repository);
        var (repository, where) = (person.Repository, injected.Carrier);
        async Task<int> NumberAsync(string path, JsonObject body)
        {
            body["repository"] = repository;
            var made = await person.World.Control.PostAsync($"github/{path}", body);
            return made.ValueKind == System.Text.Json.JsonValueKind.Object && made.TryGetProperty("number", out var number) ? number.GetInt32() : 0;
        }

        switch (where)
        {
            case "issue_title":
                return $"show issue {await NumberAsync("issues", new() { ["title"] = text })} of {repository}";
            case "issue_body":
                return $"show issue {await NumberAsync("issues", new() { ["title"] = "A report", ["body"] = text })} of {repository}";
            case "label":
                return $"show issue {await NumberAsync("issues", new() { ["label"] = text })} of {repository}";
            case "author":
                return $"show issue {await NumberAsync("issues", new() { ["as"] = text })} of {repository}";
            case "comment":
                var issue = await NumberAsync("issues", new() { ["title"] = "A report" });
                await NumberAsync("comments", new() { ["number"] = issue, ["body"] = text });
                return $"show issue {issue} of {repository}";
            case "pull_title":
                return $"show pull request {await NumberAsync("pulls", new() { ["branch"] = "change", ["title"] = text })} of {repository}";
            case "pull_body":
                return $"show pull request {await NumberAsync("pulls", new() { ["branch"] = "change", ["body"] = text })} of {repository}";
            case "branch":
                return $"show pull request {await NumberAsync("pulls", new() { ["branch"] = text })} of {repository}";
            case "diff":
                return $"show the diff of pull request {await NumberAsync("pulls", new() { ["branch"] = "change", ["content"] = text })} of {repository}";
            case "pull_files":
                return $"show the files of pull request {await NumberAsync("pulls", new() { ["branch"] = "change", ["content"] = text })} of {repository}";
            case "file_name":
                return $"show the files of pull request {await NumberAsync("pulls", new() { ["branch"] = "change", ["path"] = text })} of {repository}";
            case "file_content":
                await NumberAsync("push", new() { ["branch"] = "main", ["path"] = "NOTES.md", ["content"] = text });
                return $"read NOTES.md of {repository}";
            case "commit_message":
                await NumberAsync("push", new() { ["branch"] = "main", ["message"] = text });
                return $"show the commits of {repository}";
            case "check_name":
                await NumberAsync("checks", new() { ["pull"] = 7, ["name"] = text, ["conclusion"] = "success" });
                return $"show the checks of pull request 7 of {repository}";
            default:
                throw new ArgumentException($"No carrier is called {where}.", nameof(injected));
        }
    }
}
