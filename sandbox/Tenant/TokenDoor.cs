using Countersign.Sandbox.World;

namespace Countersign.Sandbox.Tenant;

/// <summary><c>POST /oauth/token</c>: who is calling, may they use the grant, then the grant itself.</summary>
public sealed class TokenDoor(
    SandboxWorld world, ClientAuthentication authentication, CodeGrant code, RefreshGrant refresh, MachineGrant machine, CibaGrant ciba, VaultGrant vault)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/oauth/token", AnswerAsync);

    private async Task AnswerAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.Pragma = "no-cache";
        switch (await ExchangeAsync(context).ConfigureAwait(false))
        {
            case TokenAnswer.Given given:
                await context.WriteJsonAsync(200, given.Body).ConfigureAwait(false);
                break;
            case TokenAnswer.Refused refused:
                await refused.Error.WriteAsync(context).ConfigureAwait(false);
                break;
            default:
                context.Abort();
                break;
        }
    }

    private async Task<TokenAnswer> ExchangeAsync(HttpContext context)
    {
        if (await Parameters.ReadAsync(context.Request, acceptJson: true, context.RequestAborted).ConfigureAwait(false) is not { } parameters)
            return new OAuthError(400, "invalid_request", "The body must be a form or JSON, each parameter once.");
        if (parameters["grant_type"] is not { } grant)
            return OAuthError.Missing("grant_type");
        var issuer = world.Origins.AsSeenBy(context.Request).Issuer;
        var (client, error) = await authentication.AuthenticateAsync(context.Request, parameters, issuer).ConfigureAwait(false);
        if (client is null)
            return error!; // one of the two is there
        if (grant is not (GrantTypes.Code or GrantTypes.Refresh or GrantTypes.ClientCredentials or GrantTypes.Ciba or GrantTypes.Vault))
            return new OAuthError(400, "unsupported_grant_type", $"Unsupported grant type: {grant}");
        if (!client.GrantTypes.Contains(grant))
            return OAuthError.GrantNotAllowed(grant);
        var request = new TokenRequest(context, parameters, client, issuer);
        return grant switch
        {
            GrantTypes.Code => code.Exchange(request),
            GrantTypes.Refresh => refresh.Exchange(request),
            GrantTypes.ClientCredentials => machine.Exchange(request),
            GrantTypes.Ciba => ciba.Exchange(request),
            _ => await vault.ExchangeAsync(request).ConfigureAwait(false),
        };
    }
}
