using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Countersign.Sandbox.GitHub.State;
using Countersign.Sandbox.World;
using Microsoft.AspNetCore.WebUtilities;

namespace Countersign.Sandbox.GitHub.Pages;

/// <summary>Consent at <c>/login/oauth/authorize</c> and the token call behind it. Errors of the token call come with status 200, as GitHub's do.</summary>
internal sealed class OAuthPages(GitHubState state, string clientSecret)
{
    private static readonly CompositeFormat Docs =
        CompositeFormat.Parse("https://docs.github.com/apps/managing-oauth-apps/troubleshooting-oauth-app-access-token-request-errors/#{0}");

    private readonly OAuthCodes _codes = new(state.World.Time);

    public void Reset() => _codes.Clear();

    public Task AskAsync(HttpContext context)
    {
        var query = context.Request.Query;
        if (query["client_id"] != GitHubState.ClientId) return Html.WriteAsync(context, 404, "Not Found", "<p>No such application.</p>");
        if (!Returnable(query["redirect_uri"])) return Html.WriteAsync(context, 400, "Be careful!", "<p>The redirect_uri is not associated with this application.</p>");
        var accounts = state.World.People.All.Select(p => p.GitHub).ToArray();
        var hinted = accounts.FirstOrDefault(a => a.Login == query["login"]);
        var chooser = hinted is not null
            ? $"<p>Signed in as <strong>{Html.Text(hinted.Login)}</strong>.</p>{Html.Hidden("login", hinted.Login)}"
            : $"<p><label>Signed in as <select name=\"login\">{string.Concat(accounts.Select(a => $"<option>{Html.Text(a.Login)}</option>"))}</select></label></p>";
        return Html.WriteAsync(context, 200, $"Authorize {GitHubState.AppName}", $"""
            <form method="post" action="/login/oauth/authorize">
            {Html.Hidden("redirect_uri", query["redirect_uri"])}{Html.Hidden("state", query["state"])}{Html.Hidden("client_id", query["client_id"])}{chooser}
            <p>{GitHubState.AppName} would like to verify your identity, know which resources you can access and act on your behalf.</p>
            <button name="decision" value="authorize">Authorize {GitHubState.AppName}</button><button name="decision" value="cancel">Cancel</button>
            </form>
            """);
    }

    public async Task AnswerAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted).ConfigureAwait(false);
        string redirect = form["redirect_uri"].ToString();
        if (form["client_id"] != GitHubState.ClientId || !Returnable(redirect))
        {
            await Html.WriteAsync(context, 400, "Be careful!", "<p>The redirect_uri is not associated with this application.</p>").ConfigureAwait(false);
            return;
        }

        var person = state.World.People.ByGitHubLogin(form["login"].ToString());
        var answer = new Dictionary<string, string?>(StringComparer.Ordinal);
        if (form["decision"] == "authorize" && person is not null)
        {
            lock (state.Gate) answer["code"] = _codes.Make(person.GitHub, redirect);
        }
        else
        {
            answer["error"] = "access_denied";
            answer["error_description"] = "The user has denied your application access.";
        }

        if (form["state"] is [{ Length: > 0 } given, ..]) answer["state"] = given;
        context.Response.Redirect(QueryHelpers.AddQueryString(redirect, answer));
    }

    public async Task GiveTokenAsync(HttpContext context)
    {
        var form = context.Request.HasFormContentType
            ? (await context.Request.ReadFormAsync(context.RequestAborted).ConfigureAwait(false)).ToDictionary(f => f.Key, f => f.Value.ToString(), StringComparer.Ordinal)
            : context.Request.Query.ToDictionary(q => q.Key, q => q.Value.ToString(), StringComparer.Ordinal);
        Dictionary<string, string> answer;
        lock (state.Gate) answer = Token(form);
        var json = context.Request.Headers.Accept.ToString().Contains("json", StringComparison.Ordinal);
        context.Response.ContentType = json ? "application/json; charset=utf-8" : "application/x-www-form-urlencoded; charset=utf-8";
        await context.Response.WriteAsync(json ? Json(answer) : QueryHelpers.AddQueryString("", answer!).TrimStart('?'), context.RequestAborted).ConfigureAwait(false); // no value is null
    }

    private Dictionary<string, string> Token(Dictionary<string, string> form)
    {
        if (form.GetValueOrDefault("client_id") != GitHubState.ClientId || form.GetValueOrDefault("client_secret") != clientSecret)
            return Error("incorrect_client_credentials", "The client_id and/or client_secret passed are incorrect.");
        if (form.GetValueOrDefault("grant_type") == "refresh_token")
        {
            return state.World.ProviderTokens.Refresh(form.GetValueOrDefault("refresh_token", "")) is { } next
                ? Pair(next)
                : Error("bad_refresh_token", "The refresh token passed is incorrect or expired.");
        }

        if (_codes.Take(form.GetValueOrDefault("code", "")) is not { } held)
            return Error("bad_verification_code", "The code passed is incorrect or expired.");
        if (form.GetValueOrDefault("redirect_uri") is { } redirect && redirect != held.RedirectUri)
            return Error("redirect_uri_mismatch", "The redirect_uri MUST match the registered callback URL for this application.");
        return Pair(state.World.ProviderTokens.Grant(held.Account));
    }

    private static Dictionary<string, string> Pair(ProviderTokenPair pair) => new(StringComparer.Ordinal)
    {
        ["access_token"] = pair.Access.Text,
        ["expires_in"] = ((int)ProviderTokens.Lifetime.TotalSeconds).ToString(CultureInfo.InvariantCulture),
        ["refresh_token"] = pair.Refresh,
        ["refresh_token_expires_in"] = "15897600",
        ["scope"] = "",
        ["token_type"] = "bearer",
    };

    private static Dictionary<string, string> Error(string code, string description) => new(StringComparer.Ordinal)
    {
        ["error"] = code,
        ["error_description"] = description,
        ["error_uri"] = string.Format(CultureInfo.InvariantCulture, Docs, code.Replace('_', '-')),
    };

    private static string Json(Dictionary<string, string> answer)
    {
        var json = new JsonObject();
        foreach (var (name, value) in answer)
            json[name] = name.EndsWith("expires_in", StringComparison.Ordinal) ? long.Parse(value, CultureInfo.InvariantCulture) : value;
        return json.ToJsonString();
    }

    /// <summary>The app is registered with the tenant's callback and no other.</summary>
    private bool Returnable(string? redirect) =>
        Uri.TryCreate(redirect, UriKind.Absolute, out var uri) && uri.IsLoopback && uri.AbsolutePath == "/login/callback"
        && (uri.Port == state.World.Origins.Port || uri.Port == state.World.Origins.Port + 10);
}
