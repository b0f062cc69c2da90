using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Countersign.Sandbox.GitHub.Git;
using Countersign.Sandbox.GitHub.Shapes;
using Countersign.Sandbox.GitHub.State;

namespace Countersign.Sandbox.GitHub.Control;

/// <summary>What stands at GitHub, for tests that ask the world and not the app.</summary>
internal sealed class Views(GitHubState state)
{
    public void Map(RouteGroupBuilder group)
    {
        group.MapGet("/repositories/{owner}/{repo}", Look((_, repository) => Repository(repository)));
        group.MapGet("/pulls/{owner}/{repo}/{number:int}", Look((context, repository) =>
            repository.Pull(Number(context)) is { } pull ? Pull(repository, pull) : null));
        group.MapGet("/issues/{owner}/{repo}/{number:int}", Look((context, repository) =>
            repository.Issues.GetValueOrDefault(Number(context)) is { } issue ? Issue(issue) : null));
        group.MapGet("/files/{owner}/{repo}/{*path}", Look((context, repository) =>
            repository.Resolve(context.Request.Query["ref"].ToString()) is { } commit
            && Files.At(repository.Objects, commit.Tree, Value(context, "path")) is { Type: "blob" } file
                ? new JsonObject { ["commit"] = commit.Sha, ["sha"] = file.Sha, ["content"] = Encoding.UTF8.GetString(repository.Objects.Blob(file.Sha) ?? []) }
                : null));
    }

    private RequestDelegate Look(Func<HttpContext, Repository, JsonObject?> shape) => Naming.Handle(state, (context, _) =>
        state.RepositoryBy(Value(context, "owner"), Value(context, "repo")) is { } repository && shape(context, repository) is { } found
            ? found
            : throw Naming.Missing("There is no such thing at GitHub."));

    private static string Value(HttpContext context, string name) => context.GetRouteValue(name) as string ?? "";

    private static int Number(HttpContext context) => int.Parse(Value(context, "number"), CultureInfo.InvariantCulture);

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
            ["numbers"] = new JsonArray([.. repository.Issues.Keys.Select(n => JsonValue.Create(n))]),
        };
    }
}
