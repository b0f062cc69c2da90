using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Countersign.Sandbox.World;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Countersign.Sandbox.Tenant;

/// <summary>Checks <c>private_key_jwt</c> assertions: RS256, 2048 bytes, five minutes, one use, the issuer with its slash as audience.</summary>
public sealed class ClientAssertion(SandboxWorld world)
{
    public const string Type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Ceiling = TimeSpan.FromMinutes(5);

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };
    private readonly ConcurrentDictionary<string, DateTimeOffset> _used = new(StringComparer.Ordinal);

    /// <summary>Whether the assertion proves the client on this issuer. A good one is used up by being looked at.</summary>
    public async Task<bool> ProvesAsync(string assertion, Client client, string issuer)
    {
        world.Issued.Note("client_assertion", assertion);
        if (client.Key is null || Encoding.UTF8.GetByteCount(assertion) > 2048 || !_handler.CanReadToken(assertion))
            return false;
        using var rsa = RSA.Create();
        rsa.ImportFromPem(client.Key);
        var now = world.TenantTime.GetUtcNow();
        var result = await _handler.ValidateTokenAsync(assertion, new()
        {
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            // A key imported for this one look: the provider cache would outlive it.
            IssuerSigningKey = new RsaSecurityKey(rsa.ExportParameters(includePrivateParameters: false)),
            ValidIssuer = client.Id,
            ValidAudience = issuer,
            RequireExpirationTime = true,
            IgnoreTrailingSlashWhenValidatingAudience = false,
            LifetimeValidator = (notBefore, expires, _, _) => expires is { } end
                && end > now.UtcDateTime - Skew
                && end <= now.UtcDateTime + Ceiling + Skew
                && (notBefore is not { } start || start <= now.UtcDateTime + Skew),
        }).ConfigureAwait(false);
        return result.IsValid && result.SecurityToken is JsonWebToken read && Holds(read, client, now) && IsFresh(read, client, now);
    }

    public void Reset() => _used.Clear();

    private static bool Holds(JsonWebToken read, Client client, DateTimeOffset now)
    {
        if (read.Subject != client.Id || read.Id is not { Length: > 0 and <= 64 } || read.Alg is { Length: > 16 })
            return false;
        if (!read.TryGetPayloadValue<long>("iat", out var seconds))
            return true;
        var issued = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return issued <= now + Skew && new DateTimeOffset(read.ValidTo, TimeSpan.Zero) - issued <= Ceiling;
    }

    private bool IsFresh(JsonWebToken read, Client client, DateTimeOffset now)
    {
        foreach (var (key, until) in _used)
        {
            if (until < now)
                _used.TryRemove(key, out _);
        }
        return _used.TryAdd($"{client.Id} {read.Id}", new DateTimeOffset(read.ValidTo, TimeSpan.Zero) + Skew);
    }
}
