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
        "GET repositories/{id}/issues/{number}", "GET repositories/{id}/issues/{number}/comments"))
{
    private const int MaxComments = 30;

    protected override async Task<ToolOutcome> ReadAsync(ToolCall call, GetIssue arguments, CancellationToken ct)
    {
        var session = github.For(call);
        var what = $"{arguments.Repository}#{arguments.Number}";
        if (!(await session.RepositoryAsync(arguments.Repository, ct)).Is(out var repository, out var fault))
            return fault.OfRead(arguments.Repository, call, github);
        if (!(await session.GetAsync($"repositories/{repository.Id}/issues/{arguments.Number}", GitHubWireJson.Default.IssueWire, ct)).Is(out var issue, out fault))
            return fault.OfRead(what, call, github);
        IReadOnlyList<CommentWire> comments = [];
        if (issue.Comments > 0 && !(await session.GetAsync(
            $"repositories/{repository.Id}/issues/{arguments.Number}/comments?per_page={MaxComments}", GitHubWireJson.Default.IReadOnlyListCommentWire, ct))
            .Is(out comments!, out fault)) // assigned on both ways
            return fault.OfRead(what, call, github);
        return GitHubTool.Done(Shape(repository, issue, comments), issue.HtmlUrl, $"github:{repository.FullName}#{issue.Number}");
    }

    private static JsonObject Shape(RepositoryWire repository, IssueWire issue, IReadOnlyList<CommentWire> comments)
    {
        var result = new JsonObject
        {
            ["repository"] = repository.FullName,
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
}
