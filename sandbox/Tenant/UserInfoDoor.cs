using Countersign.Sandbox.World;

namespace Countersign.Sandbox.Tenant;

/// <summary><c>/userinfo</c>: the claims of whoever's token this is; the token must hold <c>openid</c>.</summary>
public sealed class UserInfoDoor(SandboxWorld world, TokenReader tokens, TokenIssuer issuer)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapMethods("/userinfo", ["GET", "POST"], AnswerAsync);

    private async Task AnswerAsync(HttpContext context)
    {
        var (sub, scopes) = await ReadAsync(context.Request).ConfigureAwait(false);
        if (sub is null || !scopes.Contains("openid") || world.People.BySub(sub) is not { } person)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            await OAuthError.Unauthorized.WriteAsync(context).ConfigureAwait(false);
            return;
        }
        RateHeaders.Write(context, limit: 10, remaining: 9, world.TenantTime.GetUtcNow());
        await context.WriteJsonAsync(200, Profile.Claims(person, scopes)).ConfigureAwait(false);
    }

    private async Task<(string? Sub, IReadOnlyList<string> Scopes)> ReadAsync(HttpRequest request)
    {
        var own = world.Origins.AsSeenBy(request).Issuer;
        if (TokenReader.Bearer(request) is not { } token)
            return (null, []);
        if (issuer.FindOpaque(token) is { } opaque)
            return opaque.Issuer == own ? (opaque.Sub, opaque.Scopes) : (null, []);
        var (read, _) = await tokens.ReadAsync(token, own, own + "userinfo").ConfigureAwait(false);
        return read is null ? (null, []) : (read.Sub, read.Scopes);
    }
}
