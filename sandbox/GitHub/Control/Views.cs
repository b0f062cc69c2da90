using System.Text;
using System.Text.Json.Nodes;
using Countersign.Sandbox.GitHub.Git;
using Countersign.Sandbox.GitHub.Shapes;
using Countersign.Sandbox.GitHub.State;

namespace Countersign.Sandbox.GitHub.Control;

/// <summary>What stands at GitHub, for tests that ask the world and not the app.</summary>
internal static class Views
{
    public static void Map(RouteGroupBuilder group, GitHubState state)
    {
        group.MapGet("/pulls/{owner}/{repo}/{number:int}", (string owner, string repo, int number) => Look(state, owner, repo, repository =>
            repository.Pull(number) is { } pull ? Pull(repository, pull) : null));
        group.MapGet("/issues/{owner}/{repo}/{number:int}", (string owner, string repo, int number) => Look(state, owner, repo, repository =>
            repository.Issues.GetValueOrDefault(number) is { } issue ? Issue(issue) : null));
        group.MapGet("/files/{owner}/{repo}/{*path}", (string owner, string repo, string path, string? @ref) => Look(state, owner, repo, repository =>
            repository.Resolve(@ref ?? repository.DefaultBranch) is { } commit && Files.At(repository.Objects, commit.Tree, path) is { Type: "blob" } file
                ? new JsonObject { ["commit"] = commit.Sha, ["sha"] = file.Sha, ["content"] = Encoding.UTF8.GetString(repository.Objects.Blob(file.Sha) ?? []) }
                : null));
        group.MapGet("/repositories/{owner}/{repo}", (string owner, string repo) => Look(state, owner, repo, Repository));
    }

    private static IResult Look(GitHubState state, string owner, string repo, Func<Repository, JsonObject?> shape)
    {
        lock (state.Gate)
            return state.RepositoryBy(owner, repo) is { } repository && shape(repository) is { } found ? Order.Json(found) : Results.NotFound();
    }

    private static JsonObject Pull(Repository repository, PullRequest pull) => new()
    {
        ["number"] = pull.Number,
        ["title"] = pull.Title,
        ["state"] = pull.Open ? "open" : "closed",
        ["merged"] = pull.Merged,
        ["merged_by"] = pull.MergedBy?.Login,
        ["merge_commit_sha"] = pull.MergeCommitSha,
        ["mergeable_state"] = Mergeability.Of(repository, pull).State,
        ["draft"] = pull.Draft,
        ["head"] = new JsonObject { ["ref"] = pull.HeadRef, ["sha"] = pull.HeadSha },
        ["base"] = new JsonObject { ["ref"] = pull.BaseRef, ["sha"] = repository.Branch(pull.BaseRef) },
    };

    private static JsonObject Issue(Issue issue) => new()
    {
        ["number"] = issue.Number,
        ["title"] = issue.Title,
        ["body"] = issue.Body,
        ["state"] = issue.Open ? "open" : "closed",
        ["state_reason"] = issue.StateReason,
        ["user"] = issue.User.Login,
        ["comments"] = new JsonArray([.. issue.Comments.Select(c => new JsonObject
        {
            ["id"] = c.Id,
            ["user"] = c.User.Login,
            ["body"] = c.Body,
            ["created_at"] = AccountShape.Time(c.CreatedAt),
        })]),
    };

    private static JsonObject Repository(Repository repository)
    {
        var refs = new JsonObject();
        foreach (var (name, sha) in repository.Refs) refs[name] = sha;
        return new JsonObject
        {
            ["id"] = repository.Id,
            ["full_name"] = repository.FullName,
            ["refs"] = refs,
            ["issues"] = new JsonArray([.. repository.Issues.Keys.Select(n => JsonValue.Create(n))]),
        };
    }
}
