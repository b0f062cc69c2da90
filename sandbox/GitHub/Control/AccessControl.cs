using System.Text.Json.Nodes;
using Countersign.Sandbox.Control;
using Countersign.Sandbox.GitHub.State;
using Countersign.Sandbox.World;

namespace Countersign.Sandbox.GitHub.Control;

/// <summary>Who may do what: tokens, installations and their permissions, roles in a repository.</summary>
internal sealed class AccessControl(GitHubState state)
{
    public void Map(Action<string, Func<ControlRequest, JsonNode?>> post)
    {
        post("/tokens", request => new JsonObject { ["token"] = state.World.ProviderTokens.Grant(Person(request)).Access.Text });
        post("/revoke", Revoke);
        post("/install", request => Install(request, installed: true));
        post("/uninstall", request => Install(request, installed: false));
        post("/permissions", Permit);
        post("/collaborators", request =>
        {
            request.Repository(state).Collaborators[request.Account(state, "person").Login] = LevelOf(request.Text("level") ?? "write");
            return null;
        });
    }

    /// <summary>Ends the person's user tokens; with <c>"authorization":true</c> the refresh tokens too.</summary>
    private JsonNode? Revoke(ControlRequest request)
    {
        if (request.Flag("authorization") == true) state.World.ProviderTokens.RevokeAuthorization(Person(request));
        else state.World.ProviderTokens.RevokeAccess(Person(request));
        return null;
    }

    private JsonNode? Install(ControlRequest request, bool installed)
    {
        Person(request).AppInstalled = installed;
        return null;
    }

    /// <summary>Sets what an account grants the app: <c>{"account":"acme","permissions":{"contents":"read"}}</c>; <c>none</c> takes one away.</summary>
    private JsonNode? Permit(ControlRequest request)
    {
        var account = request.Account(state, "account");
        var installation = state.World.People.ByGitHubId(account.Id) is { } person
            ? state.OwnInstallation(person.GitHub)
            : state.Installations.Find(i => i.Account.Id == account.Id) ?? throw Naming.Missing("The app is not installed there.");
        foreach (var (name, value) in request.Object("permissions") ?? throw new ControlException("'permissions' is missing."))
        {
            var level = LevelOf(value?.ToString() ?? "");
            if (level == Level.None) installation.Permissions.Remove(name);
            else installation.Permissions[name] = level;
        }

        return null;
    }

    private static Level LevelOf(string text) => Enum.TryParse<Level>(text, ignoreCase: true, out var level)
        ? level
        : throw new ControlException("A level is none, read, triage, write or admin.");

    private ProviderAccount Person(ControlRequest request) =>
        state.World.People.ByName(request.Required("person"))?.GitHub ?? throw Naming.Missing($"There is nobody called '{request.Text("person")}'.");
}
