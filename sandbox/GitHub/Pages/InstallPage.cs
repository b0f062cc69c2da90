using Countersign.Sandbox.GitHub.State;

namespace Countersign.Sandbox.GitHub.Pages;

/// <summary>Where a person installs the app on their account: the whole account, since this world has no reason for less.</summary>
internal sealed class InstallPage(GitHubState state)
{
    public Task AskAsync(HttpContext context)
    {
        var accounts = state.World.People.All.Select(p => p.GitHub).ToArray();
        var login = context.Request.Query["login"];
        var options = string.Concat(accounts.Select(a => $"<option{(a.Login == login ? " selected" : "")}>{Html.Text(a.Login)}</option>"));
        return Html.WriteAsync(context, 200, $"Install {GitHubState.AppName}", $"""
            <form method="post" action="/apps/{GitHubState.AppSlug}/installations/new">{Html.Hidden("state", context.Request.Query["state"])}
            {Html.Hidden("return_to", context.Request.Query["return_to"])}
            <p><label>Install on the account <select name="login">{options}</select></label></p>
            <ul><li>Read access to checks, commit statuses and metadata</li><li>Read and write access to code, issues and pull requests</li></ul>
            <button>Install</button></form>
            """);
    }

    public async Task AnswerAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted).ConfigureAwait(false);
        if (state.World.People.ByGitHubLogin(form["login"].ToString()) is not { } person)
        {
            await Html.WriteAsync(context, 404, "Not Found", "<p>No such account.</p>").ConfigureAwait(false);
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

        await Html.WriteAsync(context, 200, $"{GitHubState.AppName} is installed", $"<p>On the account <strong>{Html.Text(person.GitHub.Login)}</strong>. You can close this page.</p>").ConfigureAwait(false);
    }
}
