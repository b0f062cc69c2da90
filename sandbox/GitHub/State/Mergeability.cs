using Countersign.Sandbox.GitHub.Git;

namespace Countersign.Sandbox.GitHub.State;

/// <summary>Whether a pull request can be merged now, and in GitHub's words why not.</summary>
/// <param name="Tree">The tree of the merge; null on a conflict.</param>
/// <param name="State"><c>clean</c>, <c>dirty</c>, <c>blocked</c>, <c>unstable</c> or <c>draft</c>.</param>
/// <param name="Missing">What the branch's protection still asks for, as a text; null when nothing.</param>
internal sealed record Mergeability(string? Tree, string State, string? Missing)
{
    public static Mergeability Of(Repository repository, PullRequest pull)
    {
        var objects = repository.Objects;
        var (tip, head) = (repository.Branch(pull.BaseRef) ?? pull.BaseSha, pull.HeadSha);
        if (objects.Commit(tip) is not { } ours || objects.Commit(head) is not { } theirs) return new(null, "unknown", null);
        var root = History.MergeBase(objects, tip, head);
        var tree = History.MergeTrees(objects, root is null ? null : objects.Commit(root)?.Tree, ours.Tree, theirs.Tree);
        var missing = Missed(repository, pull);
        var state = tree is null ? "dirty"
            : pull.Draft ? "draft"
            : missing is not null ? "blocked"
            : Failing(repository, head) ? "unstable" : "clean";
        return new(tree, state, missing);
    }

    private static string? Missed(Repository repository, PullRequest pull)
    {
        if (!repository.Protections.TryGetValue(pull.BaseRef, out var protection)) return null;
        foreach (var name in protection.RequiredChecks)
        {
            var passed = repository.Checks.GetValueOrDefault(pull.HeadSha)?.Any(c => c.Name == name && c.Conclusion is "success" or "neutral" or "skipped") == true
                || repository.Statuses.GetValueOrDefault(pull.HeadSha)?.LastOrDefault(s => s.Context == name)?.State == "success";
            if (!passed) return $"Required status check \"{name}\" is expected.";
        }

        var approvals = pull.Reviews.GroupBy(r => r.User.Id).Count(g => g.Last().State == "APPROVED");
        return approvals >= protection.RequiredReviews
            ? null
            : $"At least {protection.RequiredReviews} approving review is required by reviewers with write access.";
    }

    private static bool Failing(Repository repository, string sha) =>
        repository.Checks.GetValueOrDefault(sha)?.Any(c => c.Conclusion is null or "failure" or "timed_out" or "cancelled" or "action_required") == true
        || repository.Statuses.GetValueOrDefault(sha)?.GroupBy(s => s.Context).Any(g => g.Last().State != "success") == true;
}
