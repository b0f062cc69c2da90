using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Countersign.Identity;

/// <summary>
/// Looks at a caller's access token, in either of Auth0's profiles (<c>azp</c>, or RFC 9068's <c>client_id</c>): RS256 by a key of the tenant, issuer exact,
/// the doors' audience, in its time, a person's, issued to a listed client, and no approval's.
/// </summary>
internal sealed class TokenValidation(SigningKeys keys, IOptions<Auth0Options> options, TimeProvider time)
{
    /// <summary>Characters; Auth0's own stay far below.</summary>
    private const int Most = 16 * 1024;

    /// <summary>Clocks differ.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = Most };

    public async Task<TokenCheck> CheckAsync(AccessToken token, CancellationToken ct)
    {
        var text = token.Reveal();
        if (text.Length > Most || !_handler.CanReadToken(text) || Read(text) is not { } jwt) return Refuse(TokenRefusal.Invalid);
        if (jwt.Alg != SecurityAlgorithms.RsaSha256 || string.IsNullOrEmpty(jwt.Kid)) return Refuse(TokenRefusal.Invalid);
        SecurityKey? key;
        try
        {
            key = await keys.FindAsync(jwt.Kid, ct);
        }
        catch (HttpRequestException)
        {
            return new TokenCheck.Unavailable();
        }

        if (key is null || !(await _handler.ValidateTokenAsync(jwt, SignatureBy(key))).IsValid) return Refuse(TokenRefusal.Invalid);
        return Refusal(jwt) is { } reason ? Refuse(reason) : new TokenCheck.Valid(CallerOf(jwt, token));
    }

    private static TokenCheck.Refused Refuse(TokenRefusal reason) => new(reason);

    /// <summary>The signature and nothing else: every claim is looked at below, by our clock and with our reasons.</summary>
    private static TokenValidationParameters SignatureBy(SecurityKey key) => new()
    {
        IssuerSigningKey = key,
        ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
        ValidTypes = ["JWT", "at+jwt"],
        RequireSignedTokens = true,
        TryAllIssuerSigningKeys = false,
        ValidateIssuerSigningKey = true,
        ValidateIssuer = false,
        ValidateAudience = false,
        ValidateLifetime = false,
    };

    private TokenRefusal? Refusal(JsonWebToken jwt)
    {
        var settings = options.Value;
        var now = time.GetUtcNow();
        if (jwt.Issuer != settings.Issuer) return TokenRefusal.WrongIssuer;
        if (Instant(jwt, "exp") is not { } expires || string.IsNullOrEmpty(jwt.Subject)) return TokenRefusal.Invalid;
        if (now >= expires) return TokenRefusal.Expired;
        if (Instant(jwt, "nbf") > now + Skew || Instant(jwt, "iat") > now + Skew) return TokenRefusal.NotYetValid;
        if (jwt.Audiences.Contains(settings.ApprovalsAudience) || jwt.TryGetPayloadValue<JsonElement>("authorization_details", out _)) return TokenRefusal.ApprovalToken;
        if (!jwt.Audiences.Contains(settings.Audience)) return TokenRefusal.WrongAudience;
        if (Text(jwt, "gty") is "client-credentials" || jwt.Subject.EndsWith("@clients", StringComparison.Ordinal)) return TokenRefusal.Machine;
        if (jwt.TryGetPayloadValue<JsonElement>("cnf", out _)) return TokenRefusal.Bound;
        return ClientOf(jwt) is { } client && settings.Web.Contain(client) ? null : TokenRefusal.UnlistedClient;
    }

    private Caller CallerOf(JsonWebToken jwt, AccessToken token) => new(
        PrincipalId.Of(options.Value.Issuer, jwt.Subject),
        jwt.Subject,
        token,
        Instant(jwt, "exp") ?? throw new InvalidOperationException("exp was looked at"),
        ClientOf(jwt) ?? throw new InvalidOperationException("the client was looked at"));

    private JsonWebToken? Read(string text)
    {
        try
        {
            return _handler.ReadJsonWebToken(text);
        }
        catch (ArgumentException)
        {
            return null;
        }
        catch (SecurityTokenException)
        {
            return null;
        }
    }

    /// <summary>Null where the two profiles' claims disagree.</summary>
    private static string? ClientOf(JsonWebToken jwt)
    {
        var (azp, clientId) = (Text(jwt, "azp"), Text(jwt, "client_id"));
        return azp is null ? clientId : clientId is null || clientId == azp ? azp : null;
    }

    private static string? Text(JsonWebToken jwt, string name) =>
        jwt.TryGetPayloadValue<JsonElement>(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static DateTimeOffset? Instant(JsonWebToken jwt, string name) =>
        jwt.TryGetPayloadValue<JsonElement>(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var seconds)
            && seconds is > 0 and < 253_402_300_800 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
}
