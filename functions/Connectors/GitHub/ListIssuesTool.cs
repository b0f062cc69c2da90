using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Countersign.Policies;
using Microsoft.Extensions.Options;

namespace Countersign.Connectors.GitHub;

public sealed record ListIssues(
    [property: Description(GitHubArguments.Repository), RegularExpression(GitHubArguments.RepositoryForm)] string Repository,
    [property: Description("Which issues, or pull requests, to list.")] ListedState State = ListedState.Open,
    [property: Description("Only those that carry all of these labels."), Labels] IReadOnlyList<string>? Labels = null,
    [property: Description(GitHubArguments.Page), Range(1, GitHubArguments.MaxPage)] int Page = 1,
    [property: Description(GitHubArguments.Limit), Range(1, GitHubArguments.MaxLimit)] int Limit = 20);

[JsonConverter(typeof(SnakeCaseEnum<ListedState>))]
public enum ListedState
{
    Open,
    Closed,
    All,
}

[OptionsValidator]
internal sealed partial class ListIssuesValidator : IValidateOptions<ListIssues>;

internal sealed class ListIssuesTool(GitHubClient github) : ReadTool<ListIssues>(
    GitHubArgumentsJson.Default.ListIssues, new ListIssuesValidator(),
    GitHubTool.Read("list_issues", "List issues of a repository, the newest first. Pull requests are not among them.", ["issues=read"],
        "GET repositories/{id}/issues"))
{
    /// <summary>GitHub lists pull requests among issues and cannot leave them out: pages are counted here, over at most this many of a hundred there.</summary>
    private const int MaxPages = 5;

    protected override async Task<ToolOutcome> ReadAsync(ToolCall call, ListIssues arguments, CancellationToken ct)
    {
        var session = github.For(call);
        if (!(await session.RepositoryAsync(arguments.Repository, ct)).Is(out var repository, out var fault))
            return fault.OfRead(arguments.Repository, call, github);
        var labels = string.Join(',', arguments.Labels ?? []);
        var (issues, wanted, next) = (new List<IssueWire>(), arguments.Page * arguments.Limit, true);
        for (var page = 1; next && page <= MaxPages && issues.Count <= wanted; page++)
        {
            var answer = await session.GetAsync(
                $"repositories/{repository.Id}/issues?state={Word(arguments.State)}&labels={labels}&sort=created&direction=desc&per_page=100&page={page}",
                GitHubWireJson.Default.IReadOnlyListIssueWire, ct);
            if (!answer.Is(out var some, out fault)) return fault.OfRead($"issues of {arguments.Repository}", call, github);
            issues.AddRange(some.Where(i => !i.IsPullRequest));
            next = answer.Next;
        }

        var shown = issues.Skip(wanted - arguments.Limit).Take(arguments.Limit);
        var result = GitHubTool.Listing(repository, shown, Shape, issues.Count > wanted, arguments.Page);
        if (next && issues.Count <= wanted) result["not_listed"] = "There are older ones: only the newest 500 issues and pull requests were looked through.";
        return GitHubTool.Done(result, $"{repository.HtmlUrl}/issues", $"github:{repository.FullName}/issues");
    }

    internal static string Word(ListedState state) => state.ToString().ToLowerInvariant();

    private static JsonObject Shape(IssueWire issue) => new()
    {
        ["number"] = issue.Number,
        ["title"] = issue.Title,
        ["state"] = issue.State,
        ["author"] = issue.User?.Login,
        ["labels"] = new JsonArray([.. issue.LabelNames.Select(l => (JsonNode)l)]),
        ["comments"] = issue.Comments,
        ["created_at"] = GitHubTool.Instant(issue.CreatedAt),
        ["url"] = issue.HtmlUrl,
    };
}
