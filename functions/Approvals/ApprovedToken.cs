using System.Buffers.Text;
using System.Text.Json;
using Countersign.Identity;
using Countersign.Vault;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Countersign.Approvals;

/// <summary>
/// Looks at the token that came back from an approval, whole: RS256 by a key of the tenant, issuer, the approvals audience, our client, the person,
/// issued after we asked, in its time, and <c>authorization_details</c> made again from the stored action and compared as a whole.
/// </summary>
public sealed class ApprovedToken
{
    /// <summary>Clocks differ.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    private readonly SigningKeys _keys;
    private readonly TenantClients _clients;
    private readonly int _longest;
    private readonly TimeProvider _time;
    private readonly ILogger<ApprovedToken> _log;
    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = 32 * 1024 };

    internal ApprovedToken(SigningKeys keys, TenantClients clients, IOptions<ApprovalsOptions> options, TimeProvider time, ILogger<ApprovedToken> log) =>
        (_keys, _clients, _longest, _time, _log) = (keys, clients, options.Value.PhoneText, time, log);

    internal async Task<Verdict> VerifyAsync(string token, ApprovalRow row, ApprovalState.Pending pending, string subject, CancellationToken ct)
    {
        var (reason, expires) = await CheckAsync(token, row, pending, subject, ct);
        if (reason is null) return new Verdict.Whole(expires);
        _log.TokenDiffers(row.Id, reason);
        return new Verdict.Differs(reason, reason switch
        {
            "details_differ" => "What came back from the tenant is not what you were asked to approve. Nothing was done.",
            "keys_unavailable" => "What came back could not be verified, because the tenant's keys could not be read. Nothing was done.",
            _ => "What came back from the tenant is not the approval that was asked for. Nothing was done.",
        });
    }

    private async Task<(string? Reason, DateTimeOffset Expires)> CheckAsync(
        string token, ApprovalRow row, ApprovalState.Pending pending, string subject, CancellationToken ct)
    {
        if (Read(token) is not { } jwt || jwt.Alg != SecurityAlgorithms.RsaSha256 || string.IsNullOrEmpty(jwt.Kid)) return ("token_invalid", default);
        SecurityKey? key;
        try
        {
            key = await _keys.FindAsync(jwt.Kid, ct);
        }
        catch (HttpRequestException)
        {
            return ("keys_unavailable", default);
        }

        if (key is null || !(await _handler.ValidateTokenAsync(jwt, SignatureBy(key))).IsValid) return ("token_invalid", default);
        if (ClaimsOf(jwt) is not { } claims) return ("token_invalid", default);
        var now = _time.GetUtcNow();
        if (Text(claims, "iss") != _clients.Issuer) return ("issuer_differs", default);
        if (!jwt.Audiences.Contains(_clients.ApprovalsAudience)) return ("audience_differs", default);
        if ((Text(claims, "azp") ?? Text(claims, "client_id")) != _clients.Approvals.Id) return ("client_differs", default);
        if (Text(claims, "sub") != subject) return ("subject_differs", default);
        if (Instant(claims, "exp") is not { } expires || now >= expires) return ("token_expired", default);
        // Whole seconds on the wire, and two clocks.
        if (Instant(claims, "iat") is not { } issued || issued < pending.AskedAt - Skew || issued > now + Skew) return ("issued_before_asked", default);
        if (!claims.TryGetProperty("authorization_details", out var details)) return ("details_missing", default);
        var text = PhoneText.Of(row.Summary, row.Digest, row.Sources, _longest, out _);
        return text is not null && text.IsWhatCameBack(details, pending.Code) ? (null, expires) : ("details_differ", default);
    }

    private JsonWebToken? Read(string token)
    {
        try
        {
            return _handler.CanReadToken(token) ? _handler.ReadJsonWebToken(token) : null;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or SecurityTokenException)
        {
            return null;
        }
    }

    /// <summary>The signature and nothing else: every claim is looked at above, by our clock.</summary>
    private static TokenValidationParameters SignatureBy(SecurityKey key) => new()
    {
        IssuerSigningKey = key, ValidAlgorithms = [SecurityAlgorithms.RsaSha256], ValidTypes = ["JWT", "at+jwt"], RequireSignedTokens = true,
        TryAllIssuerSigningKeys = false, ValidateIssuerSigningKey = true, ValidateIssuer = false, ValidateAudience = false, ValidateLifetime = false,
    };

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

    private static string? Text(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static DateTimeOffset? Instant(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var seconds)
            && seconds is > 0 and < 253_402_300_800 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
}

/// <summary>What came of looking at an approval's token.</summary>
internal abstract record Verdict
{
    private Verdict() { }

    public sealed record Whole(DateTimeOffset ExpiresAt) : Verdict;

    /// <param name="Reason">A short code.</param>
    /// <param name="Text">For the person.</param>
    public sealed record Differs(string Reason, string Text) : Verdict;
}
