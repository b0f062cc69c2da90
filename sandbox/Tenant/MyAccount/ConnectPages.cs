using Countersign.Sandbox.World;

namespace Countersign.Sandbox.Tenant.MyAccount;

/// <summary>The browser's way through linking: the ticket's page, on to the provider's consent, back to the callback.</summary>
public sealed class ConnectPages(SandboxWorld world, ConnectSessions sessions, ProviderConsents consents)
{
    /// <summary>The GitHub App's client id, as the connection has it.</summary>
    public const string ProviderClientId = "Iv23liCountersignApp";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/connected-accounts/connect", StartAsync);
        routes.MapGet("/login/callback", ReturnAsync);
    }

    private Task StartAsync(HttpContext context)
    {
        if (sessions.TakeTicket(context.Request.Query["ticket"].ToString()) is not var (session, state))
            return Page.WriteErrorAsync(context, 400, "This link is over", "A link to connect an account works once and for five minutes. Start again from the application.");
        var origins = world.Origins.AsSeenBy(context.Request);
        context.Redirect(Wire.WithQuery(
            origins.GitHub + "/login/oauth/authorize",
            ("client_id", ProviderClientId), ("redirect_uri", origins.Issuer + "login/callback"), ("response_type", "code"), ("state", state),
            ("login", session.Person.GitHub.Login)));
        return Task.CompletedTask;
    }

    private Task ReturnAsync(HttpContext context)
    {
        var query = context.Request.Query;
        if (sessions.TakeProviderState(query["state"].ToString()) is not { } session)
            return Page.WriteErrorAsync(context, 400, "This link is over", "The answer of the provider belongs to no connection under way.");
        if (query["error"].ToString() is { Length: > 0 } error)
            context.Redirect(Wire.WithQuery(session.RedirectUri, ("error", error), ("error_description", query["error_description"].ToString()), ("state", session.State)));
        else if (consents.Take(query["code"].ToString()) is { } account)
            context.Redirect(Wire.WithQuery(session.RedirectUri, ("connect_code", sessions.Allow(session, account)), ("state", session.State)));
        else
            context.Redirect(Wire.WithQuery(session.RedirectUri, ("error", "invalid_request"), ("error_description", "The code of the provider is invalid"), ("state", session.State)));
        return Task.CompletedTask;
    }
}
