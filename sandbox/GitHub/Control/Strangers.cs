using System.Globalization;
using System.Text.Json.Nodes;
using Countersign.Sandbox.Control;
using Countersign.Sandbox.GitHub.Seed;
using Countersign.Sandbox.GitHub.State;

namespace Countersign.Sandbox.GitHub.Control;

/// <summary>What people nobody knows bring along: accounts, branches and pull requests under names of their choice.</summary>
internal sealed class Strangers(GitHubState state)
{
    public void Map(Action<string, Func<ControlRequest, JsonNode?>> post) => post("/pulls", OpenPull);

    /// <summary>The account that acts: a known one (<c>by</c>), a new one under this very name (<c>as</c>), or an outsider.</summary>
    public Account Who(ControlRequest request) =>
        request.Text("as") is { } login ? new Account(state.NextId(), login, "User", login) : request.AccountOrNull(state, "by") ?? state.Others[2];

    /// <summary>A pull request into <c>main</c> from a branch that it makes.</summary>
    private JsonObject OpenPull(ControlRequest request)
    {
        var repository = request.Repository(state);
        var (branch, who) = (request.Required("branch"), Who(request));
        var at = state.Now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        var planter = new Planter(state, repository).Branch(branch, repository.DefaultBranch);
        planter.Commit(branch, who, at, request.Text("message") ?? "Change", (request.Text("path") ?? "notes/change.md", request.Text("content") ?? "A change.\n"));
        var pull = planter.Pull(repository.NextNumber, who, at, branch, request.Text("title") ?? "A change", request.Text("body") ?? "", repository.DefaultBranch);
        return new JsonObject { ["number"] = pull.Number };
    }
}
