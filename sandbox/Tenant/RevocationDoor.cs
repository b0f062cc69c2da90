using Countersign.Sandbox.World;

namespace Countersign.Sandbox.Tenant;

/// <summary><c>POST /oauth/revoke</c>: refresh tokens only, at once, an empty 200. Access tokens live on until they expire.</summary>
public sealed class RevocationDoor(SandboxWorld world, ClientAuthentication authentication, RefreshTokens refreshTokens)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/oauth/revoke", RevokeAsync);

    private async Task RevokeAsync(HttpContext context)
    {
        if (await Parameters.ReadAsync(context.Request, acceptJson: true, context.RequestAborted).ConfigureAwait(false) is not { } parameters)
        {
            await new OAuthError(400, "invalid_request", "The body must be a form or JSON, each parameter once.").WriteAsync(context).ConfigureAwait(false);
            return;
        }
        var (client, error) = await authentication.AuthenticateAsync(context.Request, parameters, world.Origins.AsSeenBy(context.Request).Issuer).ConfigureAwait(false);
        if (client is null || parameters["token"] is null)
        {
            await (error ?? OAuthError.Missing("token")).WriteAsync(context).ConfigureAwait(false);
            return;
        }
        refreshTokens.Revoke(parameters["token"]!, client); // checked above
        context.Response.StatusCode = StatusCodes.Status200OK;
    }
}
