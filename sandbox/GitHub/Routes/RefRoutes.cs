using System.Buffers;
using System.Text.Json.Nodes;
using Countersign.Sandbox.GitHub.Git;
using Countersign.Sandbox.GitHub.Http;
using Countersign.Sandbox.GitHub.Shapes;
using Countersign.Sandbox.GitHub.State;

namespace Countersign.Sandbox.GitHub.Routes;

/// <summary>Refs: reading, making, moving forward, deleting.</summary>
internal static class RefRoutes
{
    private const string Heads = "refs/heads/";

    private static readonly SearchValues<char> NotInNames = SearchValues.Create(" ~^:?*[\\");

    public static IEnumerable<ApiRoute> All =>
    [
        ApiRoute.Read("git/ref/{*ref}", "contents", Get),
        ApiRoute.Read("git/matching-refs/{*ref}", "contents", Matching),
        ApiRoute.Write("POST", "git/refs", "contents", Level.Write, Create),
        ApiRoute.Write("PATCH", "git/refs/{*ref}", "contents", Level.Write, Move),
        ApiRoute.Write("DELETE", "git/refs/{*ref}", "contents", Level.Write, Delete),
    ];

    /// <summary>What a protected branch says to a push that is no merge; null where it is not protected.</summary>
    public static Answer? Guarded(Repository repository, string branch) => repository.Protections.GetValueOrDefault(branch) switch
    {
        null => null,
        { RequiredReviews: > 0 } p => Protected($"At least {p.RequiredReviews} approving review is required by reviewers with write access."),
        { RequiredChecks: [var check, ..] } => Protected($"Required status check \"{check}\" is expected."),
        _ => null,
    };

    /// <summary>Workflow files want a permission of their own.</summary>
    public static Answer? WorkflowsKept(Call call, Repository repository, IEnumerable<string> changed) =>
        changed.FirstOrDefault(p => p.StartsWith(".github/workflows/", StringComparison.Ordinal)) is not null
        && call.State.InstallationOn(repository)?.Grants(Permission.Writes("workflows")) != true
            ? Refusal.NotByIntegration()
            : null;

    private static Answer Get(Call call, Repository repository)
    {
        if (repository.Refs.Count == 0) return Refusal.Empty();
        var name = "refs/" + call["ref"];
        return repository.Refs.TryGetValue(name, out var sha) ? Answer.Ok(Shape(call, repository, name, sha)) : Refusal.NotFound();
    }

    private static Answer Matching(Call call, Repository repository)
    {
        var prefix = "refs/" + call["ref"];
        KeyValuePair<string, string>[] found = [.. repository.Refs.Where(r => r.Key.StartsWith(prefix, StringComparison.Ordinal))];
        return Answer.Ok(new JsonArray([.. found.Select(r => Shape(call, repository, r.Key, r.Value))]));
    }

    private static Answer Create(Call call, Repository repository)
    {
        var (name, badName) = call.Text("ref", required: true);
        var (sha, badSha) = call.Text("sha", required: true);
        if ((badName ?? badSha) is { } refused) return refused;
        if (!name!.StartsWith("refs/", StringComparison.Ordinal) || name.Count(c => c == '/') < 2) // required above
            return Refusal.Unprocessable("Reference name must start with 'refs/' and have at least two slashes.");
        if (name.Contains("..", StringComparison.Ordinal) || name.EndsWith('/') || name.AsSpan().ContainsAny(NotInNames))
            return Refusal.Unprocessable($"{name} is not a valid ref name.");
        if (!repository.Objects.Has(sha!)) return Refusal.Unprocessable("Object does not exist"); // required above
        if (repository.Objects.Commit(sha!) is null) return Refusal.Unprocessable("Reference update failed");
        if (repository.Refs.ContainsKey(name)) return Refusal.Unprocessable("Reference already exists");
        if (WorkflowsKept(call, repository, Changed(repository, repository.DefaultBranch, sha!)) is { } workflows) return workflows;

        Set(call, repository, name, sha!);
        call.Record("ref", repository, name, $"made at {sha}");
        return Answer.Created(Shape(call, repository, name, sha!), $"{RepositoryShape.Url(call, repository)}/git/{name}");
    }

    private static Answer Move(Call call, Repository repository)
    {
        var name = "refs/" + call["ref"];
        var (sha, badSha) = call.Text("sha", required: true);
        var (force, badForce) = call.Flag("force");
        if ((badSha ?? badForce) is { } refused) return refused;
        if (!repository.Refs.TryGetValue(name, out var old)) return Refusal.Unprocessable("Reference does not exist");
        if (repository.Objects.Commit(sha!) is null) return Refusal.Unprocessable("Object does not exist"); // required above
        if (name.StartsWith(Heads, StringComparison.Ordinal) && sha != old && Guarded(repository, name[Heads.Length..]) is { } guarded) return guarded;
        if (force != true && !History.IsAncestor(repository.Objects, old, sha!)) return Refusal.Unprocessable("Update is not a fast forward");
        if (WorkflowsKept(call, repository, Changed(repository, old, sha!)) is { } workflows) return workflows;

        Set(call, repository, name, sha!);
        if (sha != old) call.Record("ref", repository, name, $"{old} to {sha}");
        return Answer.Ok(Shape(call, repository, name, sha!));
    }

    private static Answer Delete(Call call, Repository repository)
    {
        var name = "refs/" + call["ref"];
        if (!repository.Refs.ContainsKey(name)) return Refusal.Unprocessable("Reference does not exist");
        if (name == Heads + repository.DefaultBranch) return Refusal.Unprocessable("Cannot delete the default branch");
        repository.Refs.Remove(name);
        foreach (var pull in repository.Pulls.Where(p => p.Open && Heads + p.HeadRef == name))
        {
            pull.Open = false;
            pull.ClosedAt = pull.UpdatedAt = call.State.Now;
            pull.ClosedBy = call.User;
        }

        call.Record("ref", repository, name, "deleted");
        return Answer.NoContent();
    }

    private static void Set(Call call, Repository repository, string name, string sha)
    {
        if (name.StartsWith(Heads, StringComparison.Ordinal)) repository.SetBranch(name[Heads.Length..], sha, call.State.Now);
        else repository.Refs[name] = sha;
    }

    private static IEnumerable<string> Changed(Repository repository, string from, string to)
    {
        var (before, after) = (repository.Resolve(from)?.Tree, repository.Objects.Commit(to)?.Tree);
        return after is null ? [] : FileChange.Between(repository.Objects, before, after).Select(c => c.Path);
    }

    private static JsonObject Shape(Call call, Repository repository, string name, string sha)
    {
        var url = RepositoryShape.Url(call, repository);
        return new JsonObject
        {
            ["ref"] = name,
            ["node_id"] = "REF_" + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{repository.Id}:{name}")).TrimEnd('='),
            ["url"] = $"{url}/git/{name}",
            ["object"] = new JsonObject { ["type"] = "commit", ["sha"] = sha, ["url"] = CommitShape.GitUrl(call, repository, "commits", sha) },
        };
    }

    private static Answer Protected(string message) =>
        Refusal.Basic(422, message, "https://docs.github.com/articles/about-protected-branches");
}
