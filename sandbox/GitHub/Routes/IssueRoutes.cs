using System.Globalization;
using Countersign.Sandbox.GitHub.Http;
using Countersign.Sandbox.GitHub.Shapes;
using Countersign.Sandbox.GitHub.State;

namespace Countersign.Sandbox.GitHub.Routes;

/// <summary>Issues; pull requests stand among them with the same numbers.</summary>
internal static class IssueRoutes
{
    private const int LongestBody = 65_536;

    public static IEnumerable<ApiRoute> All =>
    [
        ApiRoute.On("GET", "issues", Level.Read, Either(Permission.Reads), List),
        ApiRoute.On("GET", "issues/{number}", Level.Read, Either(Permission.Reads), Get),
        ApiRoute.Write("POST", "issues", "issues", Level.Read, Create),
        ApiRoute.On("PATCH", "issues/{number}", Level.Read, Either(Permission.Writes), Edit),
    ];

    /// <summary>Issues' permission or pull requests', either being enough where the routes serve both.</summary>
    public static Permission[][] Either(Func<string, Permission> level) => [[level("issues")], [level("pull_requests")]];

    /// <summary>The issue that a route names; otherwise what GitHub says instead of it.</summary>
    public static (Issue? Issue, Answer? Refused) Find(Call call, Repository repository)
    {
        if (!call.Number("number", out var number)) return (null, Refusal.NotFound());
        if (repository.Transferred.TryGetValue(number, out var moved))
        {
            // Who cannot see where it went is told nothing.
            if (call.State.RoleOf(call.Caller, moved.Repository) < Level.Read) return (null, Refusal.NotFound());
            var rest = call.Path.EndsWith("/comments", StringComparison.Ordinal) ? "/comments" : "";
            return (null, Refusal.Moved(301, $"{call.Api}/repositories/{moved.Repository.Id}/issues/{moved.Number}{rest}"));
        }

        if (repository.Deleted.Contains(number)) return (null, Refusal.Deleted());
        if (!repository.Issues.TryGetValue(number, out var issue)) return (null, Refusal.NotFound());
        return !repository.HasIssues && issue is not PullRequest ? (null, Refusal.IssuesDisabled()) : (issue, null);
    }

    private static Answer List(Call call, Repository repository)
    {
        if (!repository.HasIssues) return Refusal.IssuesDisabled();
        if ((UserRoutes.Unlisted(call, "state", "open", "closed", "all") ?? UserRoutes.Unlisted(call, "sort", "created", "updated", "comments")
            ?? UserRoutes.Unlisted(call, "direction", "asc", "desc")) is { } refused) return refused;
        IEnumerable<Issue> found = repository.Issues.Values;
        found = (call.Asked("state") ?? "open") switch { "open" => found.Where(i => i.Open), "closed" => found.Where(i => !i.Open), _ => found };
        if (call.Asked("labels") is { Length: > 0 } labels)
            found = found.Where(i => labels.Split(',').All(l => i.Labels.Exists(have => string.Equals(have.Name, l.Trim(), StringComparison.OrdinalIgnoreCase))));
        if (call.Asked("creator") is { } creator)
        {
            if (call.State.AccountBy(creator) is null) return Refusal.Invalid("Search", "creator", "invalid");
            found = found.Where(i => string.Equals(i.User.Login, creator, StringComparison.OrdinalIgnoreCase));
        }

        found = call.Asked("assignee") switch
        {
            null => found,
            "none" => found.Where(i => i.Assignees.Count == 0),
            "*" => found.Where(i => i.Assignees.Count > 0),
            var login => found.Where(i => i.Assignees.Exists(a => string.Equals(a.Login, login, StringComparison.OrdinalIgnoreCase))),
        };
        if (Since(call) is { } since) found = found.Where(i => i.UpdatedAt >= since);
        var ordered = call.Asked("sort") switch
        {
            "updated" => found.OrderBy(i => i.UpdatedAt).ThenBy(i => i.Number),
            "comments" => found.OrderBy(i => i.Comments.Count).ThenBy(i => i.Number),
            _ => found.OrderBy(i => i.CreatedAt).ThenBy(i => i.Number),
        };
        Issue[] list = call.Asked("direction") == "asc" ? [.. ordered] : [.. ordered.Reverse()];
        return Listing.Of(call, list, i => IssueShape.Of(call, repository, i), $"/repositories/{repository.Id}/issues");
    }

    public static DateTimeOffset? Since(Call call) =>
        DateTimeOffset.TryParse(call.Asked("since"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since) ? since : null;

    private static Answer Get(Call call, Repository repository)
    {
        var (issue, refused) = Find(call, repository);
        return refused ?? Answer.Ok(IssueShape.Of(call, repository, issue!)) with { LastModified = issue!.UpdatedAt }; // one of the two is there
    }

    private static Answer Create(Call call, Repository repository)
    {
        if (!repository.HasIssues) return Refusal.IssuesDisabled();
        var (title, badTitle) = Title(call);
        var (body, badBody) = Body(call, "Issue");
        var (labels, badLabels) = call.Names("labels");
        var (assignees, badAssignees) = call.Names("assignees");
        if ((badTitle ?? badBody ?? badLabels ?? badAssignees) is { } refused) return refused;
        if (string.IsNullOrWhiteSpace(title)) return Refusal.Invalid("Issue", "title", "missing_field");

        var now = call.State.Now;
        var pushes = call.State.RoleOf(call.Caller, repository) >= Level.Write;
        var issue = new Issue
        {
            Id = call.State.NextId(),
            Number = repository.NextNumber,
            User = call.User,
            Title = title,
            Body = body,
            CreatedAt = now,
            UpdatedAt = now,
            ByApp = true,
            Labels = pushes ? Labelled(call, repository, labels ?? []) : [],
            Assignees = pushes ? Assigned(call, assignees ?? []) : [],
        };
        repository.Issues[issue.Number] = issue;
        call.Record("create_issue", repository, string.Create(CultureInfo.InvariantCulture, $"{issue.Number}"), issue.Title);
        return Answer.Created(IssueShape.Of(call, repository, issue), IssueShape.Url(call, repository, issue));
    }

    private static Answer Edit(Call call, Repository repository)
    {
        var (issue, refused) = Find(call, repository);
        if (refused is not null) return refused;
        // Authors may edit and close their own; others need triage.
        var role = call.State.RoleOf(call.Caller, repository);
        if (issue!.User.Id != call.User.Id && role < Level.Triage) return Refusal.NotByIntegration(); // not refused, so it is there
        var (title, badTitle) = Title(call);
        var (body, badBody) = Body(call, "Issue");
        var (state, badState) = call.Text("state");
        var (reason, badReason) = call.Text("state_reason");
        var (labels, badLabels) = call.Names("labels");
        var (assignees, badAssignees) = call.Names("assignees");
        if ((badTitle ?? badBody ?? badState ?? badReason ?? badLabels ?? badAssignees) is { } bad) return bad;
        if (state is not (null or "open" or "closed")) return Refusal.Shape($"For 'properties/state', {state} is not one of [open, closed].");
        if (reason is not (null or "completed" or "not_planned" or "duplicate" or "reopened"))
            return Refusal.Shape($"For 'properties/state_reason', {reason} is not one of [completed, not_planned, duplicate, reopened].");
        if (call.Has("title") && string.IsNullOrWhiteSpace(title)) return Refusal.Invalid("Issue", "title", "missing_field");
        if (issue is PullRequest { Merged: true } && state == "open") return Refusal.Invalid("Issue", "state", "invalid");

        issue.Title = title ?? issue.Title;
        if (call.Has("body")) issue.Body = body;
        if (role >= Level.Triage && labels is not null)
        {
            issue.Labels.Clear();
            issue.Labels.AddRange(Labelled(call, repository, labels));
        }

        if (role >= Level.Triage && assignees is not null)
        {
            issue.Assignees.Clear();
            issue.Assignees.AddRange(Assigned(call, assignees));
        }

        issue.UpdatedAt = call.State.Now;
        if (state is not null) SetState(call, repository, issue, state == "open", reason);
        return Answer.Ok(IssueShape.Of(call, repository, issue));
    }

    public static void SetState(Call call, Repository repository, Issue issue, bool open, string? reason)
    {
        if (issue.Open == open)
        {
            if (!open && reason is not null) issue.StateReason = reason;
            return;
        }

        issue.Open = open;
        issue.StateReason = issue is PullRequest ? null : open ? "reopened" : reason ?? "completed";
        issue.ClosedAt = open ? null : call.State.Now;
        issue.ClosedBy = open ? null : call.User;
        if (!open) call.Record("close_issue", repository, string.Create(CultureInfo.InvariantCulture, $"{issue.Number}"), issue.Title);
    }

    /// <summary>GitHub takes a number for a title too.</summary>
    private static (string? Title, Answer? Refused) Title(Call call)
    {
        if (call.Method == "POST" && !call.Has("title")) return (null, Refusal.Missing("title"));
        return call.Body.Field("title") is { ValueKind: System.Text.Json.JsonValueKind.Number } number ? (number.GetRawText(), null) : call.Text("title");
    }

    public static (string? Body, Answer? Refused) Body(Call call, string resource)
    {
        var (body, refused) = call.Text("body");
        return body?.Length > LongestBody
            ? (null, Refusal.Invalid(resource, "body", "custom", "body is too long (maximum is 65536 characters)"))
            : (body, refused);
    }

    private static List<Label> Labelled(Call call, Repository repository, List<string> names)
    {
        var labels = new List<Label>();
        foreach (var name in names.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var label = repository.Labels.Find(l => string.Equals(l.Name, name, StringComparison.OrdinalIgnoreCase));
            if (label is null) repository.Labels.Add(label = new Label(call.State.NextId(), name, "ededed", null));
            labels.Add(label);
        }

        return labels;
    }

    private static List<Account> Assigned(Call call, List<string> logins) => [.. logins.Select(call.State.AccountBy).OfType<Account>()];
}
