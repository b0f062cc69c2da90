using System.Globalization;
using Countersign.Sandbox.GitHub.Git;
using Countersign.Sandbox.GitHub.Http;
using Countersign.Sandbox.GitHub.Shapes;
using Countersign.Sandbox.GitHub.State;

namespace Countersign.Sandbox.GitHub.Routes;

/// <summary>Pull requests: listing, reading in every media type, opening, editing.</summary>
internal static class PullRoutes
{
    public static IEnumerable<ApiRoute> All =>
    [
        ApiRoute.Read("pulls", "pull_requests", List),
        ApiRoute.Read("pulls/{number}", "pull_requests", Get),
        ApiRoute.Read("pulls/{number}/files", "pull_requests", Files),
        ApiRoute.Read("pulls/{number}/commits", "pull_requests", Commits),
        ApiRoute.Read("pulls/{number}/reviews", "pull_requests", Reviews),
        ApiRoute.Write("POST", "pulls", "pull_requests", Level.Write, Create),
        ApiRoute.Write("PATCH", "pulls/{number}", "pull_requests", Level.Read, Edit),
    ];

    public static PullRequest? Find(Call call, Repository repository) => call.Number("number", out var number) ? repository.Pull(number) : null;

    private static Answer List(Call call, Repository repository)
    {
        IEnumerable<PullRequest> found = repository.Pulls;
        found = (call.Asked("state") ?? "open") switch { "open" => found.Where(p => p.Open), "closed" => found.Where(p => !p.Open), _ => found };
        if (call.Asked("head") is { } head && head.Split(':', 2) is [var owner, var branch])
            found = found.Where(p => p.HeadRef == branch && string.Equals(owner, repository.Owner.Login, StringComparison.OrdinalIgnoreCase));
        if (call.Asked("base") is { } into) found = found.Where(p => p.BaseRef == into);
        var sort = call.Asked("sort") ?? "created";
        var ordered = sort switch
        {
            "updated" => found.OrderBy(p => p.UpdatedAt).ThenBy(p => p.Number),
            "popularity" => found.OrderBy(p => p.Comments.Count).ThenBy(p => p.Number),
            _ => found.OrderBy(p => p.CreatedAt).ThenBy(p => p.Number),
        };
        var descending = (call.Asked("direction") ?? (sort == "created" ? "desc" : "asc")) == "desc";
        PullRequest[] list = descending ? [.. ordered.Reverse()] : [.. ordered];
        return Listing.Of(call, list, p => PullShape.Listed(call, repository, p), $"/repositories/{repository.Id}/pulls");
    }

    private static Answer Get(Call call, Repository repository)
    {
        if (Find(call, repository) is not { } pull) return Refusal.NotFound();
        if (call.Wants("diff")) return Answer.Text("diff", string.Concat(PullShape.Changes(repository, pull).Select(c => c.Diff())));
        if (call.Wants("patch")) return Answer.Text("patch", CommitShape.Mail(repository, PullShape.Commits(repository, pull)));
        return Answer.Ok(PullShape.Full(call, repository, pull)) with { LastModified = pull.UpdatedAt };
    }

    private static Answer Files(Call call, Repository repository) => Find(call, repository) is not { } pull
        ? Refusal.NotFound()
        : Listing.Of(call, PullShape.Changes(repository, pull), c => CommitShape.File(call, repository, c, pull.HeadSha),
            $"/repositories/{repository.Id}/pulls/{pull.Number}/files");

    private static Answer Commits(Call call, Repository repository) => Find(call, repository) is not { } pull
        ? Refusal.NotFound()
        : Listing.Of(call, PullShape.Commits(repository, pull), c => CommitShape.Listed(call, repository, c),
            $"/repositories/{repository.Id}/pulls/{pull.Number}/commits");

    private static Answer Reviews(Call call, Repository repository) => Find(call, repository) is not { } pull
        ? Refusal.NotFound()
        : Listing.Of(call, pull.Reviews, r => PullShape.Review(call, repository, pull, r), $"/repositories/{repository.Id}/pulls/{pull.Number}/reviews");

    private static Answer Create(Call call, Repository repository)
    {
        var (title, badTitle) = call.Text("title");
        var (head, badHead) = call.Text("head", required: true);
        var (into, badBase) = call.Text("base", required: true);
        var (body, badBody) = IssueRoutes.Body(call, "PullRequest");
        var (draft, badDraft) = call.Flag("draft");
        if ((badHead ?? badBase ?? badTitle ?? badBody ?? badDraft) is { } refused) return refused;
        if (string.IsNullOrWhiteSpace(title)) return Refusal.Invalid("PullRequest", "title", "missing_field");

        var owner = repository.Owner.Login;
        var parts = head!.Split(':', 2); // required above
        var branch = parts[^1];
        if (parts.Length == 2 && !string.Equals(parts[0], owner, StringComparison.OrdinalIgnoreCase)) return Refusal.Invalid("PullRequest", "head", "invalid");
        if (repository.Branch(branch) is not { } tip) return Refusal.Invalid("PullRequest", "head", "invalid");
        if (repository.Branch(into!) is not { } floor) return Refusal.Invalid("PullRequest", "base", "invalid"); // required above
        if (repository.Pulls.Any(p => p.Open && p.HeadRef == branch && p.BaseRef == into))
            return Refusal.Custom("PullRequest", $"A pull request already exists for {owner}:{branch}.");
        if (History.Between(repository.Objects, floor, tip).Count == 0)
            return Refusal.Custom("PullRequest", $"No commits between {into} and {branch}");

        var now = call.State.Now;
        var pull = new PullRequest
        {
            Id = call.State.NextId(),
            PullId = call.State.NextId(),
            Number = repository.NextNumber,
            User = call.User,
            Title = title,
            Body = body,
            CreatedAt = now,
            UpdatedAt = now,
            ByApp = true,
            HeadRef = branch,
            HeadSha = tip,
            BaseRef = into!, // required above
            BaseSha = floor,
            Draft = draft ?? false,
        };
        repository.Issues[pull.Number] = pull;
        repository.Refs[$"refs/pull/{pull.Number}/head"] = tip;
        call.Record("pull_request", repository, string.Create(CultureInfo.InvariantCulture, $"{pull.Number}"), $"{branch} into {into}: {title}");
        return Answer.Created(PullShape.Full(call, repository, pull), PullShape.Url(call, repository, pull));
    }

    private static Answer Edit(Call call, Repository repository)
    {
        if (Find(call, repository) is not { } pull) return Refusal.NotFound();
        if (pull.User.Id != call.User.Id && call.State.RoleOf(call.Caller, repository) < Level.Write) return Refusal.NotByIntegration();
        var (title, badTitle) = call.Text("title");
        var (body, badBody) = IssueRoutes.Body(call, "PullRequest");
        var (state, badState) = call.Text("state");
        var (into, badBase) = call.Text("base");
        if ((badTitle ?? badBody ?? badState ?? badBase) is { } refused) return refused;
        if (state is not (null or "open" or "closed")) return Refusal.Shape($"For 'properties/state', {state} is not one of [open, closed].");
        if (into is not null && repository.Branch(into) is null) return Refusal.Invalid("PullRequest", "base", "invalid");
        if (state == "open" && pull.Merged) return Refusal.Invalid("PullRequest", "state", "invalid");

        pull.Title = title ?? pull.Title;
        if (call.Has("body")) pull.Body = body;
        if (into is not null) pull.BaseRef = into;
        pull.UpdatedAt = call.State.Now;
        if (state is not null) IssueRoutes.SetState(call, repository, pull, state == "open", null);
        return Answer.Ok(PullShape.Full(call, repository, pull));
    }
}
