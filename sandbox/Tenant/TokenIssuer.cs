using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Countersign.Sandbox.World;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Countersign.Sandbox.Tenant;

/// <summary>What an access token is to say.</summary>
public sealed record AccessTokenOrder
{
    public required string Issuer { get; init; }

    /// <summary>The API's identifier; null for a token that serves at <c>/userinfo</c> alone and is opaque.</summary>
    public required string? Audience { get; init; }

    public required string Sub { get; init; }

    public required string ClientId { get; init; }

    public required IReadOnlyList<string> Scopes { get; init; }

    public required int Lifetime { get; init; }

    /// <summary><c>refresh_token</c> or <c>client-credentials</c>; null for the interactive grants.</summary>
    public string? GrantType { get; init; }

    public JsonArray? Details { get; init; }

    public string? OrganizationId { get; init; }

    /// <summary>Whether CIBA made it; such a token is no subject token unless the tenant is told to take it.</summary>
    public bool FromApproval { get; init; }
}

/// <summary>What the tenant remembers of an opaque token.</summary>
public sealed record OpaqueToken(string Issuer, string Sub, IReadOnlyList<string> Scopes, DateTimeOffset ExpiresAt);

/// <summary>Makes access tokens (Auth0 profile) and ID tokens.</summary>
public sealed class TokenIssuer(SandboxWorld world, SigningKeys keys)
{
    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };
    private readonly ConcurrentDictionary<string, OpaqueToken> _opaque = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _fromApproval = new(StringComparer.Ordinal);

    public string AccessToken(AccessTokenOrder order)
    {
        if (order.Audience is null)
            return Opaque(order);
        var token = Sign(Claims(order), KindOf(order));
        if (order.FromApproval)
            _fromApproval[Hash(token)] = true;
        return token;
    }

    /// <summary>The claims of an access token, before they are signed.</summary>
    public JsonObject Claims(AccessTokenOrder order)
    {
        var now = Now();
        var claims = new JsonObject
        {
            ["iss"] = order.Issuer,
            ["sub"] = order.Sub,
            ["aud"] = order.Scopes.Contains("openid") && order.Audience is not null
                ? new JsonArray(order.Audience, order.Issuer + "userinfo")
                : order.Audience,
            ["iat"] = now,
            ["exp"] = now + order.Lifetime,
        };
        if (order.Scopes.Count > 0)
            claims["scope"] = string.Join(' ', order.Scopes);
        if (order.OrganizationId is not null)
            claims["org_id"] = order.OrganizationId;
        if (order.GrantType is not null)
            claims["gty"] = order.GrantType;
        claims["azp"] = order.ClientId;
        if (order.Details is not null)
            claims["authorization_details"] = order.Details.DeepClone();
        return claims;
    }

    /// <summary>An ID token for a client, with the claims that the scopes ask for.</summary>
    public string IdToken(string issuer, Client client, Person person, IReadOnlyList<string> scopes, string? nonce, string? session, DateTimeOffset? authenticatedAt)
    {
        var claims = Profile.Claims(person, scopes);
        var now = Now();
        claims["iss"] = issuer;
        claims["aud"] = client.Id;
        claims["sub"] = person.Sub;
        claims["iat"] = now;
        claims["exp"] = now + 36000;
        if (session is not null)
            claims["sid"] = session;
        if (nonce is not null)
            claims["nonce"] = nonce;
        if (authenticatedAt is { } at)
            claims["auth_time"] = at.ToUnixTimeSeconds();
        return Sign(claims, "id_token");
    }

    /// <param name="kind">What a test calls it that looks for it where none may lie.</param>
    public string Sign(JsonObject claims, string kind = "access_token") =>
        world.Issued.Note(kind, _handler.CreateToken(claims.ToJsonString(), new SigningCredentials(keys.Current.Key, SecurityAlgorithms.RsaSha256)));

    /// <summary>What an opaque token stands for; null when it is unknown or over.</summary>
    public OpaqueToken? FindOpaque(string token) =>
        _opaque.TryGetValue(token, out var found) && found.ExpiresAt > world.TenantTime.GetUtcNow() ? found : null;

    /// <summary>Whether this very token came from an approval.</summary>
    public bool IsFromApproval(string token) => _fromApproval.ContainsKey(Hash(token));

    public void Reset()
    {
        _opaque.Clear();
        _fromApproval.Clear();
    }

    private string Opaque(AccessTokenOrder order)
    {
        var token = world.Issued.Note("opaque_token", RandomText.Of(64));
        _opaque[token] = new(order.Issuer, order.Sub, order.Scopes, world.TenantTime.GetUtcNow().AddSeconds(order.Lifetime));
        return token;
    }

    private static string KindOf(AccessTokenOrder order) => order switch
    {
        { FromApproval: true } => "approval_token",
        { Audience: { } audience } => Apis.Find(audience, order.Issuer)?.Kind switch
        {
            ApiKind.Management => "management_token",
            ApiKind.MyAccount => "my_account_token",
            _ => "access_token",
        },
        _ => "access_token",
    };

    private long Now() => world.TenantTime.GetUtcNow().ToUnixTimeSeconds();

    private static string Hash(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
