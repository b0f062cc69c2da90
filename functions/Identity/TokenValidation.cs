using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
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

    /// <summary>Past this many the known signatures are forgotten.</summary>
    private const int Known = 10_000;

    /// <summary>
    /// Signatures that held, by SHA-256 of the whole token, with the very key that said so: as soon as the keys are read again they are looked at again.
    /// Everything else of a token is looked at each time.
    /// </summary>
    private readonly ConcurrentDictionary<string, Signed> _signed = new(StringComparer.Ordinal);

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = Most };

    public async Task<TokenCheck> CheckAsync(AccessToken token, CancellationToken ct)
    {
        var text = token.Reveal();
        if (text.Length > Most) return Refuse(TokenRefusal.Invalid);
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        try
        {
            if (_signed.TryGetValue(hash, out var known) && ReferenceEquals(await keys.FindAsync(known.KeyId, ct), known.Key)) return Look(known.Claims, token);
        }
        catch (HttpRequestException)
        {
            return new TokenCheck.Unavailable();
        }

        if (!_handler.CanReadToken(text) || Read(text) is not { } jwt) return Refuse(TokenRefusal.Invalid);
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
        if (ClaimsOf(jwt) is not { } claims) return Refuse(TokenRefusal.Invalid);
        if (_signed.Count >= Known) _signed.Clear();
        _signed[hash] = new Signed(jwt.Kid, key, claims);
        return Look(claims, token);
    }

    private TokenCheck Look(JsonElement claims, AccessToken token) =>
        Refusal(claims) is { } reason ? Refuse(reason) : new TokenCheck.Valid(CallerOf(claims, token));

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

    private TokenRefusal? Refusal(JsonElement claims)
    {
        var settings = options.Value;
        var now = time.GetUtcNow();
        if (Text(claims, "iss") != settings.Issuer) return TokenRefusal.WrongIssuer;
        if (Instant(claims, "exp") is not { } expires || string.IsNullOrEmpty(Text(claims, "sub"))) return TokenRefusal.Invalid;
        if (now >= expires) return TokenRefusal.Expired;
        if (Instant(claims, "nbf") > now + Skew || Instant(claims, "iat") > now + Skew) return TokenRefusal.NotYetValid;
        if (IsFor(claims, settings.ApprovalsAudience) || claims.TryGetProperty("authorization_details", out _)) return TokenRefusal.ApprovalToken;
        if (!IsFor(claims, settings.Audience)) return TokenRefusal.WrongAudience;
        if (Text(claims, "gty") is "client-credentials" || Text(claims, "sub")?.EndsWith("@clients", StringComparison.Ordinal) == true) return TokenRefusal.Machine;
        if (claims.TryGetProperty("cnf", out _)) return TokenRefusal.Bound;
        return ClientOf(claims) is { } client && settings.Web.Contain(client) ? null : TokenRefusal.UnlistedClient;
    }

    private Caller CallerOf(JsonElement claims, AccessToken token)
    {
        // Refusal has looked at each of the three.
        var subject = Text(claims, "sub") ?? throw new UnreachableException();
        return new Caller(
            PrincipalId.Of(options.Value.Issuer, subject),
            subject,
            token,
            Instant(claims, "exp") ?? throw new UnreachableException(),
            ClientOf(claims) ?? throw new UnreachableException());
    }

    private JsonWebToken? Read(string text)
    {
        try
        {
            return _handler.ReadJsonWebToken(text);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or SecurityTokenException)
        {
            return null;
        }
    }

    /// <summary>The payload as it is: the library's own view of a claim depends on the type that one asks for.</summary>
    private static JsonElement? ClaimsOf(JsonWebToken jwt)
    {
        try
        {
            using var json = JsonDocument.Parse(Base64Url.DecodeFromChars(jwt.EncodedPayload));
            return json.RootElement.ValueKind == JsonValueKind.Object ? json.RootElement.Clone() : null;
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            return null;
        }
    }

    private static bool IsFor(JsonElement claims, string audience) =>
        claims.TryGetProperty("aud", out var aud) && (aud.ValueKind == JsonValueKind.Array
            ? aud.EnumerateArray().Any(one => one.ValueKind == JsonValueKind.String && one.ValueEquals(audience))
            : aud.ValueKind == JsonValueKind.String && aud.ValueEquals(audience));

    /// <summary>Null where the two profiles' claims disagree.</summary>
    private static string? ClientOf(JsonElement claims)
    {
        var (azp, clientId) = (Text(claims, "azp"), Text(claims, "client_id"));
        return azp is null ? clientId : clientId is null || clientId == azp ? azp : null;
    }

    private static string? Text(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static DateTimeOffset? Instant(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var seconds)
            && seconds is > 0 and < 253_402_300_800 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    private sealed record Signed(string KeyId, SecurityKey Key, JsonElement Claims);
}
