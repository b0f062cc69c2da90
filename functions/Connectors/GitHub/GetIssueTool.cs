using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace Countersign.Connectors.GitHub;

public sealed record GetIssue(
    [property: Description(GitHubArguments.Repository), RegularExpression(GitHubArguments.RepositoryForm)] string Repository,
    [property: Description("Number of the issue."), Range(1, int.MaxValue)] int Number);

[OptionsValidator]
internal sealed partial class GetIssueValidator : IValidateOptions<GetIssue>;

internal sealed class GetIssueTool(GitHubClient github) : ReadTool<GetIssue>(
    GitHubArgumentsJson.Default.GetIssue, new GetIssueValidator(),
    GitHubTool.Read("get_issue", "Read an issue with its text and its first comments.", ["issues=read"],
        "GET repos/{owner}/{repo}/issues/{number}", "GET repos/{owner}/{repo}/issues/{number}/comments",
        "GET repositories/{id}/issues/{number}", "GET repositories/{id}/issues/{number}/comments"))
{
    private const int MaxComments = 30;

    protected override async Task<ToolOutcome> ReadAsync(ToolCall call, GetIssue arguments, CancellationToken ct)
    {
        var session = github.For(call);
        var what = $"{arguments.Repository}#{arguments.Number}";
        var name = arguments.Repository;
        var found = await FindAsync(session, $"repos/{name:path}/issues/{arguments.Number}", ct);
        if (found.Fault.MayBeElsewhere() || !GitHubTool.IsCalled(found.Issue?.RepositoryName, name))
        {
            if (!(await session.RepositoryAsync(name, ct)).Is(out var repository, out var lost)) return lost.OfRead(name, call, github);
            name = repository.FullName;
            found = await FindAsync(session, $"repositories/{repository.Id}/issues/{arguments.Number}", ct);
        }

        if (found.Issue is not { } issue) return found.Fault!.OfRead(what, call, github); // one of the two is there
        name = issue.RepositoryName ?? name;
        return GitHubTool.Done(Shape(name, issue, found.Comments), issue.HtmlUrl, $"github:{name}#{issue.Number}");
    }

    private static async Task<Found> FindAsync(GitHubSession session, GitHubPath path, CancellationToken ct)
    {
        if (!(await session.GetAsync(path, GitHubWireJson.Default.IssueWire, ct)).Is(out var issue, out var fault)) return new(null, [], fault);
        if (issue.Comments == 0) return new(issue, [], null);
        return (await session.GetAsync(path.And($"/comments?per_page={MaxComments}"), GitHubWireJson.Default.IReadOnlyListCommentWire, ct)).Is(out var comments, out fault)
            ? new(issue, comments, null)
            : new(null, [], fault);
    }

    private static JsonObject Shape(string repository, IssueWire issue, IReadOnlyList<CommentWire> comments)
    {
        var result = new JsonObject
        {
            ["repository"] = repository,
            ["number"] = issue.Number,
            ["is_pull_request"] = issue.IsPullRequest,
            ["title"] = issue.Title,
            ["state"] = issue.State,
            ["state_reason"] = issue.StateReason,
            ["author"] = issue.User?.Login,
            ["labels"] = new JsonArray([.. issue.LabelNames.Select(l => (JsonNode)l)]),
            ["created_at"] = GitHubTool.Instant(issue.CreatedAt),
            ["url"] = issue.HtmlUrl,
            ["body"] = issue.Body,
            ["comments"] = new JsonArray([.. comments.Select(c => (JsonNode)new JsonObject
            {
                ["author"] = c.User?.Login,
                ["association"] = c.AuthorAssociation,
                ["created_at"] = GitHubTool.Instant(c.CreatedAt),
                ["text"] = c.Body,
            })]),
        };
        if (issue.Comments > comments.Count) result["comments_in_all"] = issue.Comments;
        return result;
    }

    private readonly record struct Found(IssueWire? Issue, IReadOnlyList<CommentWire> Comments, GitHubFault? Fault);
}
