using System.Text.Json.Nodes;
using Countersign.Sandbox.World;

namespace Countersign.Sandbox.Tenant;

/// <summary><c>refresh_token</c>: the original API, or one that the client's multi-resource policy names.</summary>
public sealed class RefreshGrant(SandboxWorld world, RefreshTokens refreshTokens, TokenIssuer issuer)
{
    public TokenAnswer Exchange(TokenRequest request)
    {
        if (request.Parameters["refresh_token"] is not { } token)
            return OAuthError.Missing("refresh_token");
        var audience = request.Parameters["audience"];
        var wanted = audience is null ? null : Apis.Find(audience, request.Issuer);
        if (audience is not null && wanted is null)
            return new OAuthError(403, "access_denied", $"Service not found: {audience}");
        if (wanted is not null && refreshTokens.Look(token, request.Client) is { } looked
            && wanted.Kind != looked.Api && request.Client.Policies.All(policy => policy.Api != wanted.Kind))
            return new OAuthError(403, "access_denied", $"Client \"{request.Client.Id}\" is not authorized to access resource server \"{audience}\".");

        var (family, replacement) = refreshTokens.Use(token, request.Client);
        if (family is null)
            return OAuthError.DeadRefreshToken;
        if (world.People.BySub(family.Sub) is not { } person)
            return new OAuthError(403, "invalid_grant", "The refresh_token was generated for a user who doesn't exist anymore.");
        var api = wanted ?? (family.Api is { } kind ? Apis.Of(kind) : null);
        var scopes = Scopes(family, api, request.Parameters["scope"]);
        var lifetime = api?.Lifetime ?? 86400;
        var body = new JsonObject
        {
            ["access_token"] = issuer.AccessToken(new()
            {
                Issuer = request.Issuer, Audience = api?.IdentifierFor(request.Issuer), Sub = person.Sub, ClientId = request.Client.Id,
                Scopes = scopes, Lifetime = lifetime, GrantType = "refresh_token",
            }),
        };
        if (replacement is not null)
            body["refresh_token"] = replacement;
        if (scopes.Contains("openid"))
            body["id_token"] = issuer.IdToken(request.Issuer, request.Client, person, scopes, nonce: null, family.Session, authenticatedAt: null);
        body["scope"] = string.Join(' ', scopes);
        body["expires_in"] = lifetime;
        body["token_type"] = "Bearer";
        return body;
    }

    /// <summary>Without a scope all that sign-in and policy give; with one, those of it that they give. Others are dropped silently.</summary>
    private static IReadOnlyList<string> Scopes(RefreshFamily family, Api? api, string? asked)
    {
        var policy = api is null ? [] : family.Client.Policies.Where(policy => policy.Api == api.Kind).SelectMany(policy => policy.Scopes);
        var allowed = Scope.Allowed([.. family.Scopes.Concat(policy).Distinct(StringComparer.Ordinal)], api);
        return asked is null ? allowed : [.. Scope.Split(asked).Where(allowed.Contains)];
    }
}
