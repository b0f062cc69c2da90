using System.Globalization;
using Countersign.Sandbox.GitHub.Http;
using Countersign.Sandbox.GitHub.Shapes;
using Countersign.Sandbox.GitHub.State;

namespace Countersign.Sandbox.GitHub.Routes;

/// <summary>Comments on issues, and on the conversation of pull requests.</summary>
internal static class CommentRoutes
{
    public static IEnumerable<ApiRoute> All =>
    [
        ApiRoute.On("GET", "issues/comments", Level.Read, IssueRoutes.Either(Permission.Reads), OfRepository),
        ApiRoute.On("GET", "issues/comments/{comment}", Level.Read, IssueRoutes.Either(Permission.Reads), One),
        ApiRoute.On("GET", "issues/{number}/comments", Level.Read, IssueRoutes.Either(Permission.Reads), List),
        ApiRoute.On("POST", "issues/{number}/comments", Level.Read, IssueRoutes.Either(Permission.Writes), Create),
    ];

    private static Answer List(Call call, Repository repository)
    {
        var (issue, refused) = IssueRoutes.Find(call, repository);
        if (refused is not null) return refused;
        var since = IssueRoutes.Since(call) ?? DateTimeOffset.MinValue;
        Comment[] comments = [.. issue!.Comments.Where(c => c.UpdatedAt >= since)]; // not refused, so it is there
        return Listing.Of(call, comments, c => IssueShape.Comment(call, repository, issue, c), $"/repositories/{repository.Id}/issues/{issue.Number}/comments");
    }

    private static Answer OfRepository(Call call, Repository repository)
    {
        var since = IssueRoutes.Since(call) ?? DateTimeOffset.MinValue;
        (Issue Issue, Comment Comment)[] comments =
            [.. repository.Issues.Values.SelectMany(i => i.Comments.Select(c => (Issue: i, Comment: c))).Where(c => c.Comment.UpdatedAt >= since).OrderBy(c => c.Comment.Id)];
        if (call.Asked("sort") is not null && call.Asked("direction") != "asc") Array.Reverse(comments);
        return Listing.Of(call, comments, c => IssueShape.Comment(call, repository, c.Issue, c.Comment), $"/repositories/{repository.Id}/issues/comments");
    }

    private static Answer One(Call call, Repository repository)
    {
        foreach (var issue in repository.Issues.Values)
        {
            if (issue.Comments.Find(c => c.Id.ToString(CultureInfo.InvariantCulture) == call["comment"]) is { } comment)
                return Answer.Ok(IssueShape.Comment(call, repository, issue, comment)) with { LastModified = comment.UpdatedAt };
        }

        return Refusal.NotFound();
    }

    private static Answer Create(Call call, Repository repository)
    {
        var (issue, refused) = IssueRoutes.Find(call, repository);
        if (refused is not null) return refused;
        if (!call.Has("body")) return Refusal.Missing("body");
        var (body, bad) = IssueRoutes.Body(call, "IssueComment");
        if (bad is not null) return bad;
        if (string.IsNullOrWhiteSpace(body)) return Refusal.Invalid("IssueComment", "body", "missing_field");
        if (issue!.Locked && call.State.RoleOf(call.Caller, repository) < Level.Write) // not refused, so it is there
            return Refusal.Basic(403, "Unable to create comment because issue is locked.");

        var now = call.State.Now;
        var comment = new Comment { Id = call.State.NextId(), User = call.User, Body = body, CreatedAt = now, UpdatedAt = now, ByApp = true };
        issue.Comments.Add(comment);
        issue.UpdatedAt = now;
        call.Record("comment", repository, string.Create(CultureInfo.InvariantCulture, $"{issue.Number}"), body.Split('\n')[0]);
        var shape = IssueShape.Comment(call, repository, issue, comment);
        return Answer.Created(shape, shape["url"]?.ToString());
    }
}
