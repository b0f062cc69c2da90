using System.Text.Json.Nodes;
using Countersign.Sandbox.GitHub.State;
using Countersign.Sandbox.World;

namespace Countersign.Sandbox.GitHub.Control;

/// <summary>Who may do what: tokens, installations and their permissions, roles in a repository.</summary>
internal static class AccessControl
{
    public static void Map(Action<string, Func<Order, IResult>> post, GitHubState state)
    {
        post("/tokens", order => OnPerson(order, state, account => Order.Json(new JsonObject { ["token"] = state.World.ProviderTokens.Grant(account).Access.Text })));
        post("/revoke", order => OnPerson(order, state, account =>
        {
            if (order.Flag("authorization", false)) state.World.ProviderTokens.RevokeAuthorization(account);
            else state.World.ProviderTokens.RevokeAccess(account);
            return GitHubControl.Done();
        }));
        post("/install", order => OnPerson(order, state, account =>
        {
            account.AppInstalled = true;
            return GitHubControl.Done();
        }));
        post("/uninstall", order => OnPerson(order, state, account =>
        {
            account.AppInstalled = false;
            return GitHubControl.Done();
        }));
        post("/permissions", order => Permissions(order, state));
        post("/collaborators", order => order.On(repository =>
        {
            if (order.Account("person") is not { } account) return Order.Bad($"There is nobody called {order.Text("person")}.");
            if (!Enum.TryParse<Level>(order.Text("level") ?? "write", ignoreCase: true, out var level)) return Order.Bad("A level is none, read, triage, write or admin.");
            repository.Collaborators[account.Login] = level;
            return GitHubControl.Done();
        }));
    }

    /// <summary>Sets what an account grants the app: <c>{"account":"acme","permissions":{"contents":"read"}}</c>; <c>none</c> takes one away.</summary>
    private static IResult Permissions(Order order, GitHubState state)
    {
        if (order.Account("account") is not { } account) return Order.Bad($"There is no account {order.Text("account")}.");
        var installation = state.World.People.ByGitHubId(account.Id) is { } person
            ? state.OwnInstallation(person.GitHub)
            : state.Installations.Find(i => i.Account.Id == account.Id);
        if (installation is null) return Order.Bad("The app is not installed there.");
        foreach (var (name, value) in order.Node("permissions") as JsonObject ?? [])
        {
            if (!Enum.TryParse<Level>(value?.ToString(), ignoreCase: true, out var level)) return Order.Bad("A permission is none, read or write.");
            if (level == Level.None) installation.Permissions.Remove(name);
            else installation.Permissions[name] = level;
        }

        return GitHubControl.Done();
    }

    private static IResult OnPerson(Order order, GitHubState state, Func<ProviderAccount, IResult> act) =>
        state.World.People.ByName(order.Text("person") ?? "") is { } person ? act(person.GitHub) : Order.Bad($"There is nobody called {order.Text("person")}.");
}
