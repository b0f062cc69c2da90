using System.Text;
using System.Text.Json;
using Countersign.Egress;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Countersign.Identity;

/// <summary>The tenant's signing keys, by discovery (OpenID Connect Discovery 1.0 §4) and JWKS. An unknown key id refreshes them at most once a minute.</summary>
internal sealed class SigningKeys(EgressClients clients, IOptions<Auth0Options> options, TimeProvider time, ILogger<SigningKeys> log) : IDisposable
{
    public const string Client = "tenant-keys";

    /// <summary>A key that the tenant revoked is no longer taken after this long, as long as the tenant can be reached.</summary>
    private static readonly TimeSpan Age = TimeSpan.FromHours(1);

    /// <summary>And whatever happens after this long.</summary>
    private static readonly TimeSpan MostAge = TimeSpan.FromHours(24);

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private Keys? _keys;
    private DateTimeOffset? _tried;

    public static IReadOnlyList<RequestTemplate> Requests { get; } =
        [new RequestTemplate("GET", ".well-known/openid-configuration"), new RequestTemplate("GET", ".well-known/jwks.json")];

    /// <returns>The key, null for one the tenant does not have.</returns>
    /// <exception cref="HttpRequestException">The keys were never read, or too long ago, and cannot be read now.</exception>
    public async Task<SecurityKey?> FindAsync(string keyId, CancellationToken ct)
    {
        if (Held(keyId) is { } held) return held;
        await _turn.WaitAsync(ct);
        try
        {
            if (Held(keyId) is { } meanwhile) return meanwhile;
            var now = time.GetUtcNow();
            if (_tried is { } tried && now - tried < Pause && _keys is not null && now - _keys.At < MostAge) return _keys.ById.GetValueOrDefault(keyId);
            if (_tried is { } failed && now - failed < TimeSpan.FromSeconds(1)) throw new HttpRequestException("keys_unavailable");
            _tried = now;
            try
            {
                _keys = new Keys(await ReadAsync(ct), now);
            }
            catch (Exception e) when (e is HttpRequestException or JsonException or InvalidOperationException or EgressStoppedException or OperationCanceledException && !ct.IsCancellationRequested)
            {
                log.KeysUnavailable(e.GetType().Name);
                if (_keys is null || now - _keys.At >= MostAge) throw new HttpRequestException("keys_unavailable");
            }

            return _keys.ById.GetValueOrDefault(keyId);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private SecurityKey? Held(string keyId) => _keys is { } keys && time.GetUtcNow() - keys.At < Age ? keys.ById.GetValueOrDefault(keyId) : null;

    private async Task<Dictionary<string, SecurityKey>> ReadAsync(CancellationToken ct)
    {
        var http = clients.Create(Client);
        using var discovery = JsonDocument.Parse(await http.GetByteArrayAsync(new Uri(".well-known/openid-configuration", UriKind.Relative), ct));
        if (Text(discovery.RootElement, "issuer") != options.Value.Issuer) throw new JsonException("issuer");
        // Egress sends nothing to another origin or to another path than the one it knows, whatever stands here.
        if (!Uri.TryCreate(Text(discovery.RootElement, "jwks_uri"), UriKind.Absolute, out var address)) throw new JsonException("jwks_uri");
        var keys = new Dictionary<string, SecurityKey>(StringComparer.Ordinal);
        foreach (var key in KeysOf(Encoding.UTF8.GetString(await http.GetByteArrayAsync(address, ct))))
        {
            if (key is not { Kty: "RSA", Kid.Length: > 0, Use: null or "" or "sig", Alg: null or "" or "RS256" }) continue;
            key.X5c.Clear(); // n and e are the key; of a certificate beside them the library would take another one
            keys[key.Kid] = key;
        }

        // A list without a key is no list: an error page of something in between must not take away the keys that are known.
        return keys.Count > 0 ? keys : throw new JsonException("keys");
    }

    private static IEnumerable<JsonWebKey> KeysOf(string text)
    {
        try
        {
            return new JsonWebKeySet(text).Keys;
        }
        catch (ArgumentException)
        {
            throw new JsonException("keys"); // what the library says may hold what was sent
        }
    }

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private sealed record Keys(Dictionary<string, SecurityKey> ById, DateTimeOffset At);
}
