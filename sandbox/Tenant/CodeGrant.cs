using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Countersign.Sandbox.World;

namespace Countersign.Sandbox.Tenant;

/// <summary><c>authorization_code</c>: the code once, the same callback, the verifier of the challenge.</summary>
public sealed class CodeGrant(SandboxWorld world, AuthorizationCodes codes, RefreshTokens refreshTokens, TokenIssuer issuer)
{
    private static readonly OAuthError InvalidCode = new(403, "invalid_grant", "Invalid authorization code");

    public TokenAnswer Exchange(TokenRequest request)
    {
        if (request.Parameters["code"] is not { } text)
            return OAuthError.Missing("code");
        if (codes.Take(text) is not { } code || code.Request.Client.Id != request.Client.Id || world.People.BySub(code.Session.Sub) is not { } person)
            return InvalidCode;
        var asked = code.Request;
        if (request.Parameters["redirect_uri"] is not { } redirectUri)
            return OAuthError.Missing("redirect_uri");
        if (redirectUri != asked.RedirectUri)
            return new OAuthError(403, "invalid_grant", $"The redirect URI is wrong. You sent {redirectUri}, and we expected {asked.RedirectUri}");
        if (request.Parameters["code_verifier"] is { } verifier)
            world.Issued.Note("code_verifier", verifier);
        if (!Verifies(request.Parameters["code_verifier"], asked.CodeChallenge))
            return new OAuthError(403, "invalid_grant", "Failed to verify code verifier");

        var lifetime = asked.Api?.Lifetime ?? 86400;
        var body = new JsonObject
        {
            ["access_token"] = issuer.AccessToken(new()
            {
                Issuer = request.Issuer, Audience = asked.Audience, Sub = person.Sub, ClientId = request.Client.Id, Scopes = asked.Scopes, Lifetime = lifetime,
            }),
        };
        if (asked.Scopes.Contains("offline_access") && MayRefresh(request.Client))
            body["refresh_token"] = refreshTokens.Issue(request.Client, person.Sub, asked.Api?.Kind, asked.Scopes, code.Session.Id);
        if (asked.Scopes.Contains("openid"))
        {
            DateTimeOffset? authenticated = asked.MaxAge is null ? null : code.Session.AuthenticatedAt;
            body["id_token"] = issuer.IdToken(request.Issuer, request.Client, person, asked.Scopes, asked.Nonce, code.Session.Id, authenticated);
        }
        body["scope"] = string.Join(' ', asked.Scopes);
        body["expires_in"] = lifetime;
        body["token_type"] = "Bearer";
        return body;
    }

    /// <summary>A browser's client gets refresh tokens only where they rotate.</summary>
    private static bool MayRefresh(Client client) =>
        client.GrantTypes.Contains(GrantTypes.Refresh) && (!client.IsPublic || client.Rotation == Rotation.Rotating);

    private static bool Verifies(string? verifier, string? challenge) => challenge is null
        ? verifier is null
        : verifier is { Length: >= 43 and <= 128 } && Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))) == challenge;
}
