using Countersign.Sandbox.World;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Countersign.Sandbox.Tenant;

/// <summary>An access token that verified.</summary>
public sealed record ReadToken(string Sub, IReadOnlyList<string> Audiences, IReadOnlyList<string> Scopes, string ClientId, string? GrantType)
{
    public bool IsMachine => GrantType == "client-credentials";
}

/// <summary>Verifies the tenant's own access tokens where they come back: signature, issuer, expiry, audience.</summary>
public sealed class TokenReader(SandboxWorld world, SigningKeys keys)
{
    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };

    /// <summary>The token of <c>Authorization: Bearer …</c>; null when there is none.</summary>
    public static string? Bearer(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) && header.Length > 7 ? header[7..].Trim() : null;
    }

    /// <summary>Reads a token meant for <paramref name="audience"/>; otherwise null and whether expiry alone was wrong.</summary>
    public async Task<(ReadToken? Token, bool Expired)> ReadAsync(string token, string issuer, string audience)
    {
        var result = await _handler.ValidateTokenAsync(token, new()
        {
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            IssuerSigningKeys = keys.ForVerifying(),
            ValidIssuer = issuer,
            ValidAudience = audience,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            LifetimeValidator = (_, expires, _, _) => expires is { } end && end > world.TenantTime.GetUtcNow().UtcDateTime,
        }).ConfigureAwait(false);
        if (!result.IsValid || result.SecurityToken is not JsonWebToken read)
            return (null, result.Exception is SecurityTokenInvalidLifetimeException);
        return (new(read.Subject, [.. read.Audiences], Scope.Split(Claim(read, "scope")), Claim(read, "azp") ?? "", Claim(read, "gty")), false);
    }

    private static string? Claim(JsonWebToken token, string name) => token.TryGetPayloadValue<string>(name, out var value) ? value : null;
}
