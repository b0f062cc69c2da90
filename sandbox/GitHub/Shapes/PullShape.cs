using System.Text.Json.Nodes;
using Countersign.Sandbox.GitHub.Git;
using Countersign.Sandbox.GitHub.Http;
using Countersign.Sandbox.GitHub.State;

namespace Countersign.Sandbox.GitHub.Shapes;

internal static class PullShape
{
    public static string Url(Call call, Repository repository, PullRequest pull) => $"{RepositoryShape.Url(call, repository)}/pulls/{pull.Number}";

    /// <summary>As in lists: without whether it can be merged.</summary>
    public static JsonObject Listed(Call call, Repository repository, PullRequest pull)
    {
        var url = Url(call, repository, pull);
        var html = IssueShape.Html(call, repository, pull);
        var issue = IssueShape.Url(call, repository, pull);
        var statuses = $"{RepositoryShape.Url(call, repository)}/statuses/{pull.HeadSha}";
        return new JsonObject
        {
            ["url"] = url,
            ["id"] = pull.PullId,
            ["node_id"] = AccountShape.NodeId("PR", pull.PullId),
            ["html_url"] = html,
            ["diff_url"] = html + ".diff",
            ["patch_url"] = html + ".patch",
            ["issue_url"] = issue,
            ["number"] = pull.Number,
            ["state"] = pull.Open ? "open" : "closed",
            ["locked"] = pull.Locked,
            ["title"] = pull.Title,
            ["user"] = AccountShape.Simple(call, pull.User),
            ["body"] = pull.Body,
            ["created_at"] = AccountShape.Time(pull.CreatedAt),
            ["updated_at"] = AccountShape.Time(pull.UpdatedAt),
            ["closed_at"] = AccountShape.Time(pull.ClosedAt),
            ["merged_at"] = AccountShape.Time(pull.MergedAt),
            ["merge_commit_sha"] = pull.MergeCommitSha,
            ["assignee"] = pull.Assignees is [var first, ..] ? AccountShape.Simple(call, first) : null,
            ["assignees"] = new JsonArray([.. pull.Assignees.Select(a => AccountShape.Simple(call, a))]),
            ["requested_reviewers"] = new JsonArray(),
            ["requested_teams"] = new JsonArray(),
            ["labels"] = IssueShape.Labels(call, repository, pull),
            ["milestone"] = null,
            ["draft"] = pull.Draft,
            ["commits_url"] = url + "/commits",
            ["review_comments_url"] = url + "/comments",
            ["review_comment_url"] = $"{RepositoryShape.Url(call, repository)}/pulls/comments{{/number}}",
            ["comments_url"] = issue + "/comments",
            ["statuses_url"] = statuses,
            ["head"] = End(call, repository, pull.HeadRef, pull.HeadSha),
            ["base"] = End(call, repository, pull.BaseRef, pull.BaseSha),
            ["_links"] = new JsonObject
            {
                ["self"] = Link(url),
                ["html"] = Link(html),
                ["issue"] = Link(issue),
                ["comments"] = Link(issue + "/comments"),
                ["review_comments"] = Link(url + "/comments"),
                ["review_comment"] = Link($"{RepositoryShape.Url(call, repository)}/pulls/comments{{/number}}"),
                ["commits"] = Link(url + "/commits"),
                ["statuses"] = Link(statuses),
            },
            ["author_association"] = IssueShape.Association(call, repository, pull.User),
            ["auto_merge"] = null,
            ["active_lock_reason"] = null,
        };
    }

    /// <summary>The object itself. Whether it can be merged is computed when somebody first asks, who gets null.</summary>
    public static JsonObject Full(Call call, Repository repository, PullRequest pull)
    {
        var shape = Listed(call, repository, pull);
        var changes = Changes(repository, pull);
        var tips = $"{pull.HeadSha}…{repository.Branch(pull.BaseRef)}";
        var known = pull.AskedAbout == tips ? Mergeability.Of(repository, pull) : null;
        pull.AskedAbout = tips;
        shape["merged"] = pull.Merged;
        shape["mergeable"] = pull.Open && known is not null ? known.Tree is not null : null;
        shape["rebaseable"] = pull.Open && known is not null ? known.Tree is not null : null;
        shape["mergeable_state"] = pull.Open && known is not null ? known.State : "unknown";
        shape["merged_by"] = pull.MergedBy is null ? null : AccountShape.Simple(call, pull.MergedBy);
        shape["comments"] = pull.Comments.Count;
        shape["review_comments"] = 0;
        shape["maintainer_can_modify"] = false;
        shape["commits"] = Commits(repository, pull).Count;
        shape["additions"] = changes.Sum(c => c.Additions);
        shape["deletions"] = changes.Sum(c => c.Deletions);
        shape["changed_files"] = changes.Count;
        return shape;
    }

    /// <summary>What the pull request changes since it left its base.</summary>
    public static List<FileChange> Changes(Repository repository, PullRequest pull)
    {
        var objects = repository.Objects;
        var root = Root(repository, pull);
        return FileChange.Between(objects, root is null ? null : objects.Commit(root)?.Tree, objects.Commit(pull.HeadSha)?.Tree ?? "");
    }

    public static List<GitCommit> Commits(Repository repository, PullRequest pull) =>
        Root(repository, pull) is { } root ? History.Between(repository.Objects, root, pull.HeadSha) : History.Log(repository.Objects, pull.HeadSha);

    public static JsonObject Review(Call call, Repository repository, PullRequest pull, Review review)
    {
        var html = $"{IssueShape.Html(call, repository, pull)}#pullrequestreview-{review.Id}";
        return new JsonObject
        {
            ["id"] = review.Id,
            ["node_id"] = AccountShape.NodeId("PRR", review.Id),
            ["user"] = AccountShape.Simple(call, review.User),
            ["body"] = review.Body,
            ["state"] = review.State,
            ["html_url"] = html,
            ["pull_request_url"] = Url(call, repository, pull),
            ["author_association"] = IssueShape.Association(call, repository, review.User),
            ["_links"] = new JsonObject { ["html"] = Link(html), ["pull_request"] = Link(Url(call, repository, pull)) },
            ["submitted_at"] = AccountShape.Time(review.SubmittedAt),
            ["commit_id"] = review.CommitId,
        };
    }

    // A merged head is an ancestor of its base: then the base as it was says where the work began.
    private static string? Root(Repository repository, PullRequest pull) =>
        History.MergeBase(repository.Objects, pull.Merged ? pull.BaseSha : repository.Branch(pull.BaseRef) ?? pull.BaseSha, pull.HeadSha);

    private static JsonObject Link(string href) => new() { ["href"] = href };

    private static JsonObject End(Call call, Repository repository, string name, string sha) => new()
    {
        ["label"] = $"{repository.Owner.Login}:{name}",
        ["ref"] = name,
        ["sha"] = sha,
        ["user"] = AccountShape.Simple(call, repository.Owner),
        ["repo"] = RepositoryShape.Listed(call, repository),
    };
}
