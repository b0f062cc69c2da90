using System.Globalization;
using System.Text.Json.Nodes;
using Countersign.Sandbox.GitHub.Git;
using Countersign.Sandbox.GitHub.Http;
using Countersign.Sandbox.GitHub.State;

namespace Countersign.Sandbox.GitHub.Routes;

/// <summary>Merging a pull request: 200, 405 when it cannot be, 409 when its head is not the one that was meant.</summary>
internal static class MergeRoutes
{
    public static IEnumerable<ApiRoute> All =>
    [
        ApiRoute.Read("pulls/{number}/merge", "contents", (call, repository) =>
            PullRoutes.Find(call, repository) is { Merged: true } ? Answer.NoContent() : Refusal.NotFound()),
        ApiRoute.Write("PUT", "pulls/{number}/merge", "contents", Level.Write, Merge),
    ];

    private static Answer Merge(Call call, Repository repository)
    {
        if (PullRoutes.Find(call, repository) is not { } pull) return Refusal.NotFound();
        var (sha, badSha) = call.Text("sha");
        var (method, badMethod) = call.Text("merge_method");
        var (title, badTitle) = call.Text("commit_title");
        var (message, badMessage) = call.Text("commit_message");
        if ((badSha ?? badMethod ?? badTitle ?? badMessage) is { } refused) return refused;
        method ??= "merge";
        if (method is not ("merge" or "squash" or "rebase")) return Refusal.Shape($"For 'properties/merge_method', {method} is not one of [merge, squash, rebase].");

        if (!pull.Open) return NotMergeable("Pull Request is not mergeable");
        if (sha is not null && sha != pull.HeadSha) return Refusal.Basic(409, "Head branch was modified. Review and try the merge again.");
        if (pull.Draft) return NotMergeable("Pull Request is still a draft");
        if (method switch { "squash" => !repository.AllowSquash, "rebase" => !repository.AllowRebase, _ => !repository.AllowMergeCommit })
            return NotMergeable(method switch
            {
                "squash" => "Squash merges are not allowed on this repository.",
                "rebase" => "Rebase merges are not allowed on this repository.",
                _ => "Merge commits are not allowed on this repository.",
            });
        var can = Mergeability.Of(repository, pull);
        if (can.Tree is null) return NotMergeable("Pull Request is not mergeable");
        if (can.Missing is not null) return NotMergeable(can.Missing);
        if (Join(call, repository, pull, can.Tree, method, title, message) is not { } made) return NotMergeable("Pull Request is not mergeable");

        var now = call.State.Now;
        pull.BaseSha = repository.Branch(pull.BaseRef) ?? pull.BaseSha;
        repository.SetBranch(pull.BaseRef, made, now);
        pull.Open = false;
        pull.MergedAt = pull.ClosedAt = pull.UpdatedAt = now;
        pull.MergedBy = pull.ClosedBy = call.User;
        pull.MergeCommitSha = made;
        call.Record("merge", repository, string.Create(CultureInfo.InvariantCulture, $"{pull.Number}"), $"{method} {pull.HeadSha} into {pull.BaseRef} as {made}");
        return Answer.Ok(new JsonObject { ["sha"] = made, ["merged"] = true, ["message"] = "Pull Request successfully merged" });
    }

    private static string? Join(Call call, Repository repository, PullRequest pull, string tree, string method, string? title, string? message)
    {
        var objects = repository.Objects;
        var tip = repository.Branch(pull.BaseRef) ?? pull.BaseSha;
        var now = call.State.Now;
        var author = Sign(call.User, now);
        var committer = new Signature("GitHub", "noreply@github.com", now);
        if (method == "rebase") return Rebase(objects, tip, pull.HeadSha, committer);
        var subject = title ?? (method == "squash"
            ? $"{pull.Title} (#{pull.Number})"
            : $"Merge pull request #{pull.Number} from {repository.Owner.Login}/{pull.HeadRef}");
        var text = message ?? (method == "squash" ? "" : pull.Title);
        string[] parents = method == "squash" ? [tip] : [tip, pull.HeadSha];
        return objects.AddCommit(tree, parents, author, committer, text.Length > 0 ? $"{subject}\n\n{text}" : subject).Sha;
    }

    /// <summary>Puts each commit on the new tip in turn; null when one does not fit.</summary>
    private static string? Rebase(GitObjects objects, string tip, string head, Signature committer)
    {
        foreach (var commit in History.Between(objects, tip, head).Where(c => c.Parents.Count == 1))
        {
            var tree = History.MergeTrees(objects, objects.Commit(commit.Parents[0])?.Tree, objects.Commit(tip)?.Tree ?? "", commit.Tree);
            if (tree is null) return null;
            tip = objects.AddCommit(tree, [tip], commit.Author, committer, commit.Message).Sha;
        }

        return tip;
    }

    public static Signature Sign(Account account, DateTimeOffset now) =>
        new(account.Name ?? account.Login, $"{account.Id}+{account.Login}@users.noreply.github.com", now);

    private static Answer NotMergeable(string message) =>
        Refusal.Basic(405, message, "https://docs.github.com/rest/pulls/pulls#merge-a-pull-request");
}
