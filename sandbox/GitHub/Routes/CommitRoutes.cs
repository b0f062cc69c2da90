using System.Text.Json.Nodes;
using Countersign.Sandbox.GitHub.Git;
using Countersign.Sandbox.GitHub.Http;
using Countersign.Sandbox.GitHub.Shapes;
using Countersign.Sandbox.GitHub.State;

namespace Countersign.Sandbox.GitHub.Routes;

/// <summary>The history, single commits in every media type, and comparisons.</summary>
internal static class CommitRoutes
{
    public static IEnumerable<ApiRoute> All =>
    [
        ApiRoute.Read("commits", "contents", List),
        ApiRoute.Read("compare/{*range}", "contents", Compare),
        ApiRoute.Read("commits/{ref}/check-runs", "checks", CheckRoutes.Runs),
        ApiRoute.Read("commits/{ref}/status", "statuses", CheckRoutes.Combined),
        ApiRoute.Read("commits/{ref}/statuses", "statuses", CheckRoutes.Statuses),
        ApiRoute.Read("commits/{*ref}", "contents", Get),
    ];

    private static Answer List(Call call, Repository repository)
    {
        if (repository.Refs.Count == 0) return Refusal.Empty();
        if (repository.Resolve(call.Asked("sha") ?? repository.DefaultBranch) is not { } tip) return Refusal.NotFound();
        IEnumerable<GitCommit> log = History.Log(repository.Objects, tip.Sha);
        if (call.Asked("path") is { Length: > 0 } path) log = log.Where(c => Touches(repository, c, path.Trim('/')));
        if (call.Asked("author") is { } author) log = log.Where(c => By(c.Author, author));
        if (call.Asked("committer") is { } committer) log = log.Where(c => By(c.Committer, committer));
        if (Instant(call, "since") is { } since) log = log.Where(c => c.Committer.Date >= since);
        if (Instant(call, "until") is { } until) log = log.Where(c => c.Committer.Date <= until);
        return Listing.Of(call, [.. log], c => CommitShape.Listed(call, repository, c), $"/repositories/{repository.Id}/commits");
    }

    private static Answer Get(Call call, Repository repository)
    {
        if (repository.Refs.Count == 0) return Refusal.Empty();
        if (repository.Resolve(call["ref"]) is not { } commit) return Refusal.Unprocessable($"No commit found for SHA: {call["ref"]}");
        if (call.Wants("sha")) return Answer.Text("sha", commit.Sha);
        if (call.Wants("diff")) return Answer.Text("diff", string.Concat(CommitShape.Changes(repository, commit).Select(c => c.Diff())));
        if (call.Wants("patch")) return Answer.Text("patch", CommitShape.Mail(repository, [commit]));
        return Answer.Ok(CommitShape.Full(call, repository, commit)) with { LastModified = commit.Committer.Date };
    }

    private static Answer Compare(Call call, Repository repository)
    {
        if (call["range"].Split("...", 2) is not [var from, var to]) return Refusal.NotFound();
        var (left, right) = (repository.Resolve(from.Split(':')[^1]), repository.Resolve(to.Split(':')[^1]));
        if (left is null || right is null) return Refusal.NotFound();
        var objects = repository.Objects;
        if (History.MergeBase(objects, left.Sha, right.Sha) is not { } root || objects.Commit(root) is not { } common)
            return Refusal.Basic(404, $"No common ancestor between {from} and {to}.");
        var ahead = History.Between(objects, left.Sha, right.Sha);
        var behind = History.Between(objects, right.Sha, left.Sha);
        var html = $"{RepositoryShape.Html(call, repository)}/compare/{from}...{to}";
        return Answer.Ok(new JsonObject
        {
            ["url"] = $"{RepositoryShape.Url(call, repository)}/compare/{from}...{to}",
            ["html_url"] = html,
            ["permalink_url"] = html,
            ["diff_url"] = html + ".diff",
            ["patch_url"] = html + ".patch",
            ["base_commit"] = CommitShape.Listed(call, repository, left),
            ["merge_base_commit"] = CommitShape.Listed(call, repository, common),
            ["status"] = (ahead.Count, behind.Count) switch { (0, 0) => "identical", (> 0, 0) => "ahead", (0, > 0) => "behind", _ => "diverged" },
            ["ahead_by"] = ahead.Count,
            ["behind_by"] = behind.Count,
            ["total_commits"] = ahead.Count,
            ["commits"] = new JsonArray([.. ahead.Select(c => CommitShape.Listed(call, repository, c))]),
            ["files"] = new JsonArray([.. FileChange.Between(objects, common.Tree, right.Tree).Select(c => CommitShape.File(call, repository, c, right.Sha))]),
        });
    }

    private static bool Touches(Repository repository, GitCommit commit, string path)
    {
        var now = Git.Files.At(repository.Objects, commit.Tree, path);
        var before = commit.Parents.Count > 0 ? Git.Files.At(repository.Objects, repository.Objects.Commit(commit.Parents[0])?.Tree ?? "", path) : null;
        return now?.Sha != before?.Sha;
    }

    private static bool By(Signature signature, string who) =>
        signature.Email.Equals(who, StringComparison.OrdinalIgnoreCase) || signature.Email.Contains($"+{who}@", StringComparison.OrdinalIgnoreCase);

    private static DateTimeOffset? Instant(Call call, string name) =>
        DateTimeOffset.TryParse(call.Asked(name), System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
