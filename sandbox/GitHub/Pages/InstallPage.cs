using Countersign.Sandbox.GitHub.State;
using Countersign.Sandbox.Tenant;

namespace Countersign.Sandbox.GitHub.Pages;

/// <summary>Where a person installs the app on their account: the whole account, since this world has no reason for less.</summary>
internal sealed class InstallPage(GitHubState state)
{
    public Task AskAsync(HttpContext context)
    {
        var accounts = state.World.People.All.Select(p => p.GitHub).ToArray();
        var login = context.Request.Query["login"];
        var options = string.Concat(accounts.Select(a => $"<option{(a.Login == login ? " selected" : "")}>{Page.Safe(a.Login)}</option>"));
        return Page.WriteAsync(context, 200, $"Install {GitHubState.AppName}", $"""
            <h1>Install {GitHubState.AppName}</h1>
            <p class="soft">All repositories of the account you choose</p>
            <form class="card" method="post" action="/apps/{GitHubState.AppSlug}/installations/new">
            <input type="hidden" name="state" value="{Page.Safe(context.Request.Query["state"])}">
            <input type="hidden" name="return_to" value="{Page.Safe(context.Request.Query["return_to"])}">
            <label for="login" class="first">Install on the account</label>
            <select id="login" name="login">{options}</select>
            <ul><li>Read access to checks, commit statuses and metadata</li><li>Read and write access to code, issues and pull requests</li></ul>
            <div class="row"><button class="key" type="submit">Install</button></div>
            </form>
            <p class="small soft">This is the sandbox's GitHub.</p>
            """);
    }

    public async Task AnswerAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted).ConfigureAwait(false);
        if (state.World.People.ByGitHubLogin(form["login"].ToString()) is not { } person)
        {
            await Page.WriteErrorAsync(context, 404, "Unknown account", "There is no such account at GitHub.").ConfigureAwait(false);
            return;
        }

        lock (state.Gate)
        {
            person.GitHub.AppInstalled = true;
            state.OwnInstallation(person.GitHub).Suspended = false;
        }

        var back = form["return_to"].ToString();
        if (Uri.TryCreate(back, UriKind.Absolute, out var uri) && uri.IsLoopback)
        {
            context.Response.Redirect(back);
            return;
        }

        await Page.WriteAsync(context, 200, $"{GitHubState.AppName} is installed", $"""
            <h1>{GitHubState.AppName} is installed</h1>
            <div class="card"><p>On the account <strong>{Page.Safe(person.GitHub.Login)}</strong>. You can close this page.</p></div>
            """).ConfigureAwait(false);
    }
}
