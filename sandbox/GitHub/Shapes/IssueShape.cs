using System.Text.Json.Nodes;
using Countersign.Sandbox.GitHub.Http;
using Countersign.Sandbox.GitHub.State;

namespace Countersign.Sandbox.GitHub.Shapes;

internal static class IssueShape
{
    public static string Url(Call call, Repository repository, Issue issue) => $"{RepositoryShape.Url(call, repository)}/issues/{issue.Number}";

    public static string Html(Call call, Repository repository, Issue issue) =>
        $"{RepositoryShape.Html(call, repository)}/{(issue is PullRequest ? "pull" : "issues")}/{issue.Number}";

    public static JsonObject Of(Call call, Repository repository, Issue issue)
    {
        var url = Url(call, repository, issue);
        var html = Html(call, repository, issue);
        var shape = new JsonObject
        {
            ["url"] = url,
            ["repository_url"] = RepositoryShape.Url(call, repository),
            ["labels_url"] = url + "/labels{/name}",
            ["comments_url"] = url + "/comments",
            ["events_url"] = url + "/events",
            ["html_url"] = html,
            ["id"] = issue.Id,
            ["node_id"] = AccountShape.NodeId(issue is PullRequest ? "PR" : "I", issue.Id),
            ["number"] = issue.Number,
            ["title"] = issue.Title,
            ["user"] = AccountShape.Simple(call, issue.User),
            ["labels"] = Labels(call, repository, issue),
            ["state"] = issue.Open ? "open" : "closed",
            ["locked"] = issue.Locked,
            ["assignee"] = issue.Assignees is [var first, ..] ? AccountShape.Simple(call, first) : null,
            ["assignees"] = new JsonArray([.. issue.Assignees.Select(a => AccountShape.Simple(call, a))]),
            ["milestone"] = null,
            ["comments"] = issue.Comments.Count,
            ["created_at"] = AccountShape.Time(issue.CreatedAt),
            ["updated_at"] = AccountShape.Time(issue.UpdatedAt),
            ["closed_at"] = AccountShape.Time(issue.ClosedAt),
            ["author_association"] = Association(call, repository, issue.User),
            ["active_lock_reason"] = null,
            ["body"] = issue.Body,
            ["closed_by"] = issue.ClosedBy is null ? null : AccountShape.Simple(call, issue.ClosedBy),
            ["reactions"] = Reactions(url),
            ["timeline_url"] = url + "/timeline",
            ["performed_via_github_app"] = issue.ByApp ? AppShape.Of(call) : null,
            ["state_reason"] = issue.StateReason,
        };
        if (issue is not PullRequest pull) return shape;
        shape["draft"] = pull.Draft;
        shape["pull_request"] = new JsonObject
        {
            ["url"] = $"{RepositoryShape.Url(call, repository)}/pulls/{pull.Number}",
            ["html_url"] = html,
            ["diff_url"] = html + ".diff",
            ["patch_url"] = html + ".patch",
            ["merged_at"] = AccountShape.Time(pull.MergedAt),
        };
        return shape;
    }

    public static JsonObject Comment(Call call, Repository repository, Issue issue, Comment comment)
    {
        var url = $"{RepositoryShape.Url(call, repository)}/issues/comments/{comment.Id}";
        return new JsonObject
        {
            ["url"] = url,
            ["html_url"] = $"{Html(call, repository, issue)}#issuecomment-{comment.Id}",
            ["issue_url"] = Url(call, repository, issue),
            ["id"] = comment.Id,
            ["node_id"] = AccountShape.NodeId("IC", comment.Id),
            ["user"] = AccountShape.Simple(call, comment.User),
            ["created_at"] = AccountShape.Time(comment.CreatedAt),
            ["updated_at"] = AccountShape.Time(comment.UpdatedAt),
            ["body"] = comment.Body,
            ["author_association"] = Association(call, repository, comment.User),
            ["reactions"] = Reactions(url),
            ["performed_via_github_app"] = comment.ByApp ? AppShape.Of(call) : null,
        };
    }

    public static JsonArray Labels(Call call, Repository repository, Issue issue) => new([.. issue.Labels.Select(l => Label(call, repository, l))]);

    public static JsonObject Label(Call call, Repository repository, Label label) => new()
    {
        ["id"] = label.Id,
        ["node_id"] = AccountShape.NodeId("LA", label.Id),
        ["url"] = $"{RepositoryShape.Url(call, repository)}/labels/{Uri.EscapeDataString(label.Name)}",
        ["name"] = label.Name,
        ["color"] = label.Color,
        ["default"] = false,
        ["description"] = label.Description,
    };

    public static string Association(Call call, Repository repository, Account account)
    {
        if (account.Id == repository.Owner.Id) return "OWNER";
        if (call.State.World.People.ByGitHubId(account.Id) is { } person && repository.Owner.IsOrganisation && call.State.IsMember(person.GitHub)) return "MEMBER";
        return repository.Collaborators.ContainsKey(account.Login) ? "COLLABORATOR" : "NONE";
    }

    private static JsonObject Reactions(string url) => new()
    {
        ["url"] = url + "/reactions",
        ["total_count"] = 0,
        ["+1"] = 0,
        ["-1"] = 0,
        ["laugh"] = 0,
        ["hooray"] = 0,
        ["confused"] = 0,
        ["heart"] = 0,
        ["rocket"] = 0,
        ["eyes"] = 0,
    };
}
