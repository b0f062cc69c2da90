using System.Text.Json.Nodes;
using Countersign.Sandbox.Control;
using Countersign.Sandbox.GitHub.State;

namespace Countersign.Sandbox.GitHub.Control;

/// <summary>What a control request names: repositories, pull requests, accounts. What is not there ends as a 404 with a sentence.</summary>
internal static class Naming
{
    public static Repository Repository(this ControlRequest request, GitHubState state, string name = "repository") =>
        request.Required(name).Split('/', 2) is [var owner, var repo] && state.RepositoryBy(owner, repo) is { } repository
            ? repository
            : throw Missing($"There is no repository '{request.Text(name)}'.");

    public static PullRequest Pull(this ControlRequest request, Repository repository) =>
        repository.Pull(request.Number("pull") ?? 0) ?? throw Missing($"There is no pull request {request.Number("pull")} in {repository.FullName}.");

    /// <summary>The account of a person's name, or of a login.</summary>
    public static Account Account(this ControlRequest request, GitHubState state, string name) =>
        request.AccountOrNull(state, name) ?? throw Missing($"There is no account '{request.Text(name)}'.");

    public static Account? AccountOrNull(this ControlRequest request, GitHubState state, string name) => request.Text(name) is not { } text ? null
        : state.World.People.ByName(text) is { } person ? GitHubState.Of(person.GitHub) : state.AccountBy(text);

    public static ControlException Missing(string sentence) => new(sentence) { Status = 404 };

    /// <summary>A handler that has GitHub for itself while it runs.</summary>
    public static RequestDelegate Handle(GitHubState state, Func<HttpContext, ControlRequest, JsonNode?> act) => ControlRequest.Handle((context, request) =>
    {
        lock (state.Gate) return act(context, request);
    });
}
