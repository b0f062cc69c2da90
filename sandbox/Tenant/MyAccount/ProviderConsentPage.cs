using System.Text;
using Countersign.Sandbox.World;

namespace Countersign.Sandbox.Tenant.MyAccount;

/// <summary>GitHub's consent page, on GitHub's origin: which account, allow or cancel.</summary>
public sealed class ProviderConsentPage(SandboxWorld world, ProviderConsents consents) : IParty
{
    private const string Path = "/login/oauth/authorize";

    public string Name => "github";

    /// <summary>Answers ahead of the API, whose rules (user agent, tokens) are not a browser's.</summary>
    public void Map(WebApplication app) => app.Use((context, next) =>
    {
        if (context.Request.Path != Path)
            return next(context);
        return HttpMethods.IsPost(context.Request.Method) ? AnswerAsync(context)
            : HttpMethods.IsGet(context.Request.Method) ? ShowAsync(context)
            : Page.WriteErrorAsync(context, 405, "Not here", "This page is for browsers.");
    });

    private Task ShowAsync(HttpContext context)
    {
        var query = context.Request.Query;
        if (!IsOurs(context.Request, query["client_id"], query["redirect_uri"]))
            return Page.WriteErrorAsync(context, 404, "Unknown application", "No GitHub App has this client id and callback.");
        var suggested = query["login"].ToString();
        var accounts = new StringBuilder();
        foreach (var person in world.People.All)
        {
            var selected = person.GitHub.Login == suggested ? " selected" : "";
            accounts.Append($"""<option{selected} value="{Page.Safe(person.GitHub.Login)}">{Page.Safe(person.GitHub.Login)}</option>""");
        }
        return Page.WriteAsync(context, 200, "Authorize Countersign", $"""
            <h1>Authorize Countersign</h1>
            <p class="soft">Countersign, a GitHub App of <strong>acme</strong>, would like to</p>
            <div class="card">
            <ul>
            <li>verify your GitHub identity</li>
            <li>know which resources you can access</li>
            <li>act on your behalf, where the app is installed</li>
            </ul>
            <form method="post" action="{Path}">
            <input type="hidden" name="client_id" value="{Page.Safe(query["client_id"])}">
            <input type="hidden" name="redirect_uri" value="{Page.Safe(query["redirect_uri"])}">
            <input type="hidden" name="state" value="{Page.Safe(query["state"])}">
            <label for="login">Signed in to GitHub as</label>
            <select id="login" name="login">{accounts}</select>
            <div class="row">
            <button type="submit" name="decision" value="cancel">Cancel</button>
            <button class="key" type="submit" name="decision" value="allow">Authorize</button>
            </div>
            </form>
            </div>
            <p class="small soft">This is the sandbox's GitHub.</p>
            """);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var parameters = await Parameters.ReadAsync(context.Request, acceptJson: false, context.RequestAborted).ConfigureAwait(false);
        if (parameters is null || !IsOurs(context.Request, parameters["client_id"], parameters["redirect_uri"]))
        {
            await Page.WriteErrorAsync(context, 404, "Unknown application", "No GitHub App has this client id and callback.").ConfigureAwait(false);
            return;
        }
        var back = parameters["redirect_uri"]!; // ours, as just asked
        var state = parameters["state"];
        if (parameters["decision"] != "allow")
            context.Redirect(Wire.WithQuery(back, ("error", "access_denied"), ("error_description", "The user has denied your application access."), ("state", state)));
        else if (world.People.ByGitHubLogin(parameters["login"] ?? "") is { } person)
            context.Redirect(Wire.WithQuery(back, ("code", consents.Issue(person.GitHub)), ("state", state)));
        else
            await Page.WriteErrorAsync(context, 400, "Unknown account", "There is no such account at GitHub.").ConfigureAwait(false);
    }

    private bool IsOurs(HttpRequest request, string? clientId, string? redirectUri) =>
        clientId == ConnectPages.ProviderClientId && redirectUri == world.Origins.AsSeenBy(request).Issuer + "login/callback";
}
