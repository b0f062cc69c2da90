using System.Text.Json.Nodes;
using Countersign.Sandbox.GitHub.Http;
using Countersign.Sandbox.GitHub.State;

namespace Countersign.Sandbox.GitHub.Shapes;

internal static class RepositoryShape
{
    // Address member and what follows the repository's own address.
    private static readonly (string Member, string Tail)[] Addresses =
    [
        ("archive_url", "/{archive_format}{/ref}"), ("assignees_url", "/assignees{/user}"), ("blobs_url", "/git/blobs{/sha}"), ("branches_url", "/branches{/branch}"),
        ("collaborators_url", "/collaborators{/collaborator}"), ("comments_url", "/comments{/number}"), ("commits_url", "/commits{/sha}"),
        ("compare_url", "/compare/{base}...{head}"), ("contents_url", "/contents/{+path}"), ("contributors_url", "/contributors"), ("deployments_url", "/deployments"),
        ("downloads_url", "/downloads"), ("events_url", "/events"), ("forks_url", "/forks"), ("git_commits_url", "/git/commits{/sha}"), ("git_refs_url", "/git/refs{/sha}"),
        ("git_tags_url", "/git/tags{/sha}"), ("hooks_url", "/hooks"), ("issue_comment_url", "/issues/comments{/number}"), ("issue_events_url", "/issues/events{/number}"),
        ("issues_url", "/issues{/number}"), ("keys_url", "/keys{/key_id}"), ("labels_url", "/labels{/name}"), ("languages_url", "/languages"), ("merges_url", "/merges"),
        ("milestones_url", "/milestones{/number}"), ("notifications_url", "/notifications{?since,all,participating}"), ("pulls_url", "/pulls{/number}"),
        ("releases_url", "/releases{/id}"), ("stargazers_url", "/stargazers"), ("statuses_url", "/statuses/{sha}"), ("subscribers_url", "/subscribers"),
        ("subscription_url", "/subscription"), ("tags_url", "/tags"), ("teams_url", "/teams"), ("trees_url", "/git/trees{/sha}"),
    ];

    public static string Url(Call call, Repository repository) => $"{call.Api}/repos/{repository.FullName}";

    public static string Html(Call call, Repository repository) => $"{call.Origin}/{repository.FullName}";

    /// <summary>What stands in lists that only need to name it.</summary>
    public static JsonObject Minimal(Call call, Repository repository)
    {
        var url = Url(call, repository);
        var shape = new JsonObject
        {
            ["id"] = repository.Id,
            ["node_id"] = AccountShape.NodeId("R", repository.Id),
            ["name"] = repository.Name,
            ["full_name"] = repository.FullName,
            ["private"] = repository.Private,
            ["owner"] = AccountShape.Simple(call, repository.Owner),
            ["html_url"] = Html(call, repository),
            ["description"] = repository.Description,
            ["fork"] = false,
            ["url"] = url,
        };
        foreach (var (member, tail) in Addresses) shape[member] = url + tail;
        return shape;
    }

    public static JsonObject Listed(Call call, Repository repository)
    {
        var shape = Minimal(call, repository);
        var html = Html(call, repository);
        var open = repository.Issues.Values.Count(i => i.Open);
        shape["created_at"] = AccountShape.Time(repository.CreatedAt);
        shape["updated_at"] = AccountShape.Time(repository.UpdatedAt);
        shape["pushed_at"] = AccountShape.Time(repository.PushedAt);
        shape["git_url"] = $"git:{html.Split(':', 2)[1]}.git";
        shape["ssh_url"] = $"git@github.com:{repository.FullName}.git";
        shape["clone_url"] = html + ".git";
        shape["svn_url"] = html;
        shape["homepage"] = null;
        shape["mirror_url"] = null;
        shape["size"] = 108;
        shape["stargazers_count"] = 0;
        shape["watchers_count"] = 0;
        shape["language"] = "TypeScript";
        shape["has_issues"] = repository.HasIssues;
        shape["has_projects"] = true;
        shape["has_downloads"] = true;
        shape["has_wiki"] = false;
        shape["has_pages"] = false;
        shape["has_discussions"] = false;
        shape["forks_count"] = 0;
        shape["archived"] = repository.Archived;
        shape["disabled"] = false;
        shape["open_issues_count"] = open;
        shape["license"] = null;
        shape["allow_forking"] = false;
        shape["is_template"] = false;
        shape["web_commit_signoff_required"] = false;
        shape["topics"] = new JsonArray();
        shape["visibility"] = repository.Private ? "private" : "public";
        shape["forks"] = 0;
        shape["open_issues"] = open;
        shape["watchers"] = 0;
        shape["default_branch"] = repository.DefaultBranch;
        if (call.Caller is not null) shape["permissions"] = Roles(call.State.RoleOf(call.Caller, repository));
        return shape;
    }

    public static JsonObject Full(Call call, Repository repository)
    {
        var shape = Listed(call, repository);
        shape["temp_clone_token"] = "";
        shape["network_count"] = 0;
        shape["subscribers_count"] = 1;
        if (repository.Owner.IsOrganisation) shape["organization"] = AccountShape.Simple(call, repository.Owner);
        if (call.State.RoleOf(call.Caller, repository) < Level.Write) return shape;
        shape["allow_merge_commit"] = repository.AllowMergeCommit;
        shape["allow_squash_merge"] = repository.AllowSquash;
        shape["allow_rebase_merge"] = repository.AllowRebase;
        shape["allow_auto_merge"] = false;
        shape["allow_update_branch"] = false;
        shape["delete_branch_on_merge"] = false;
        shape["use_squash_pr_title_as_default"] = false;
        return shape;
    }

    private static JsonObject Roles(Level role) => new()
    {
        ["admin"] = role >= Level.Admin,
        ["maintain"] = role >= Level.Admin,
        ["push"] = role >= Level.Write,
        ["triage"] = role >= Level.Triage,
        ["pull"] = role >= Level.Read,
    };
}
