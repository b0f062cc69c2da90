using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Nodes;
using Countersign.Gate;
using Countersign.Policies;
using Microsoft.Extensions.Options;

namespace Countersign.Connectors.GitHub;

public sealed record Comment(
    [property: Description(GitHubArguments.Repository), RegularExpression(GitHubArguments.RepositoryForm)] string Repository,
    [property: Description("Number of the issue or pull request."), Range(1, int.MaxValue)] int Number,
    [property: Description("Text in Markdown."), StringLength(Marker.MaxBody, MinimumLength = 1), RegularExpression(@"^[\s\S]*\S[\s\S]*$")] string Body);

/// <param name="AsOf">When this was pinned: looks go back to five minutes before it.</param>
public sealed record IssueTarget(
    long RepositoryId, string FullName, bool Private, long IssueId, string NodeId, int Number, string Title, bool IsPullRequest, string Url, DateTimeOffset AsOf);

[OptionsValidator]
internal sealed partial class CommentValidator : IValidateOptions<Comment>;

internal sealed class CommentTool(GitHubClient github) : WriteTool<Comment, IssueTarget>(
    GitHubArgumentsJson.Default.Comment, new CommentValidator(), GitHubTargetsJson.Default.IssueTarget,
    GitHubTool.Write("comment", "Comment on an issue or a pull request.", Risk.Write, EffectStrategy.Marker, ["issues=write"],
        reads: ["GET repositories/{id}/issues/{number}", "GET repositories/{id}/issues/{number}/comments"],
        writes: ["POST repositories/{id}/issues/{number}/comments"]))
{
    private const int MaxPages = 10;

    protected override Risk RiskOf(Comment arguments) => BotCommands.RiskOf(arguments.Body);

    protected override async Task<Resolution> ResolveAsync(ToolCall call, Comment arguments, CancellationToken ct)
    {
        var found = await IssueTargets.FindAsync(github, call, arguments.Repository, arguments.Number, ct);
        if (found.IsRefused) return found.Refused!; // which is what refused means
        if (found.Issue.Locked) return new Resolution.Invalid($"{found.Target.FullName}#{found.Target.Number} is locked: nobody can comment on it.");
        return Resolved(arguments, found.Target, Risk.Write);
    }

    protected override ActionSummary Summarize(Comment arguments, IssueTarget resolved) => new()
    {
        Verb = resolved.IsPullRequest ? "Comment on pull request" : "Comment on issue",
        Identifiers = [new("Repository", resolved.FullName), new("Number", resolved.Number.ToString(CultureInfo.InvariantCulture))],
        FreeTexts = [new("Text", arguments.Body), new("Title", resolved.Title)],
        Url = resolved.Url,
    };

    protected override async Task<ToolOutcome> ExecuteAsync(ToolCall call, Comment arguments, IssueTarget resolved, string effectKey, CancellationToken ct)
    {
        var session = github.For(call);
        var what = $"{resolved.FullName}#{resolved.Number}";
        if (await IssueTargets.CheckAsync(github, session, call, resolved, ct) is { Outcome: { } outcome }) return outcome;
        var body = Marker.Append(arguments.Body, MarkerOf(resolved, effectKey));
        var answer = await session.SendAsync(
            HttpMethod.Post, $"repositories/{resolved.RepositoryId}/issues/{resolved.Number}/comments", new NewCommentWire(body),
            GitHubWireJson.Default.NewCommentWire, GitHubWireJson.Default.CommentWire, ct);
        return answer.Is(out var comment, out var fault) ? Done(resolved, comment) : fault.OfWrite(what, call, github);
    }

    protected override async Task<Look> LookAsync(ToolCall call, Comment arguments, IssueTarget resolved, string effectKey, CancellationToken ct)
    {
        var session = github.For(call);
        var marker = MarkerOf(resolved, effectKey);
        for (var page = 1; page <= MaxPages; page++)
        {
            var answer = await session.GetAsync(
                $"repositories/{resolved.RepositoryId}/issues/{resolved.Number}/comments?since={GitHubTool.Instant(resolved.AsOf - Marker.Before)}&per_page=100&page={page}",
                GitHubWireJson.Default.IReadOnlyListCommentWire, ct);
            if (!answer.Is(out var comments, out var fault)) return fault.OfLook($"{resolved.FullName}#{resolved.Number}", call, github);
            if (comments.FirstOrDefault(c => Marker.Stands(c.Body, c.User, marker, call.Authorized.Account)) is { } found) return new Look.Found(Done(resolved, found));
            if (!answer.Next) return new Look.NotFound();
        }

        return new Look.Unknown("Too many comments were made since to look through them all.");
    }

    private static string MarkerOf(IssueTarget resolved, string effectKey) =>
        Marker.Of(effectKey, "github.comment", resolved.RepositoryId, resolved.Number.ToString(CultureInfo.InvariantCulture));

    private static ToolOutcome.Done Done(IssueTarget resolved, CommentWire comment) => GitHubTool.Done(
        new JsonObject { ["repository"] = resolved.FullName, ["number"] = resolved.Number, ["comment_id"] = comment.Id, ["url"] = comment.HtmlUrl }, comment.HtmlUrl);
}
