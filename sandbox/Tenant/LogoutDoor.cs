using Microsoft.IdentityModel.JsonWebTokens;

namespace Countersign.Sandbox.Tenant;

/// <summary><c>/v2/logout</c> and <c>/oidc/logout</c>: the session ends, the browser goes to a listed address or nowhere.</summary>
public sealed class LogoutDoor(Clients clients, Sessions sessions)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v2/logout", context => LeaveAsync(context, context.Request.Query["client_id"], context.Request.Query["returnTo"], null));
        routes.MapGet("/oidc/logout", context => LeaveAsync(
            context,
            ClientOf(context.Request),
            context.Request.Query["post_logout_redirect_uri"],
            context.Request.Query["state"]));
    }

    private Task LeaveAsync(HttpContext context, string? clientId, string? returnTo, string? state)
    {
        if (!string.IsNullOrEmpty(returnTo) && (clientId is null || clients.Find(clientId)?.LogoutUrls.Contains(returnTo, StringComparer.Ordinal) != true))
            return Page.WriteErrorAsync(context, 400, "Logout", $"The returnTo address is not in the list of allowed logout URLs: {returnTo}");
        sessions.Close(context);
        if (string.IsNullOrEmpty(returnTo))
            return Page.WriteAsync(context, 200, "Signed out", "<h1>Signed out</h1><p>You can close this page.</p>");
        context.Redirect(Wire.WithQuery(returnTo, ("state", string.IsNullOrEmpty(state) ? null : state)));
        return Task.CompletedTask;
    }

    /// <summary>The client by its id, or by the audience of the ID token that is shown as a hint.</summary>
    private static string? ClientOf(HttpRequest request)
    {
        if (request.Query["client_id"].ToString() is { Length: > 0 } id)
            return id;
        var hint = request.Query["id_token_hint"].ToString();
        var handler = new JsonWebTokenHandler();
        return handler.CanReadToken(hint) ? handler.ReadJsonWebToken(hint).Audiences.FirstOrDefault() : null;
    }
}
