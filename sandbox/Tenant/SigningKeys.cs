using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Countersign.Sandbox.World;
using Microsoft.IdentityModel.Tokens;

namespace Countersign.Sandbox.Tenant;

/// <summary>The tenant's signing keys: the one in use and the next. Rotation makes the next one current and keeps the old one listed.</summary>
public sealed class SigningKeys
{
    private readonly Lock _lock = new();
    private readonly DateTimeOffset _now;
    private List<SigningKey> _keys;

    public SigningKeys(SandboxWorld world)
    {
        _now = world.Time.GetUtcNow();
        _keys = [.. world.Keepsakes.SigningKeys.Select(pem => new SigningKey(pem, _now))];
    }

    public SigningKey Current
    {
        get
        {
            lock (_lock)
                return _keys[0];
        }
    }

    /// <summary>Next becomes current, a new key becomes next, the old one stays listed so that its tokens still verify.</summary>
    public void Rotate()
    {
        lock (_lock)
            _keys = [_keys[1], new(RsaKey.NewPem(), _now), _keys[0]];
    }

    /// <summary>Takes every key but the current and the next one off the list: tokens they signed verify no more.</summary>
    public void Forget()
    {
        lock (_lock)
            _keys = [.. _keys.Take(2)];
    }

    public IReadOnlyList<SecurityKey> ForVerifying()
    {
        lock (_lock)
            return [.. _keys.Select(key => key.Key)];
    }

    public JsonObject ToJwks()
    {
        lock (_lock)
            return new() { ["keys"] = new JsonArray([.. _keys.Select(key => (JsonNode)key.ToJwk())]) };
    }
}

/// <summary>One RSA key with its id and a certificate, as a JWKS entry shows it.</summary>
public sealed class SigningKey
{
    private readonly RSAParameters _public;
    private readonly byte[] _certificate;

    public SigningKey(string pem, DateTimeOffset now)
    {
        var rsa = RSA.Create();
        rsa.ImportFromPem(pem);
        _public = rsa.ExportParameters(includePrivateParameters: false);
        Id = Base64Url.EncodeToString(SHA256.HashData(_public.Modulus!))[..21]; // an RSA key has a modulus
        Key = new RsaSecurityKey(rsa) { KeyId = Id };
        var request = new CertificateRequest("CN=sandbox tenant", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(10));
        _certificate = certificate.RawData;
    }

    public string Id { get; }

    public RsaSecurityKey Key { get; }

    public JsonObject ToJwk() => new()
    {
        ["kty"] = "RSA",
        ["use"] = "sig",
        ["alg"] = "RS256",
        ["kid"] = Id,
        ["n"] = Base64Url.EncodeToString(_public.Modulus),
        ["e"] = Base64Url.EncodeToString(_public.Exponent),
        ["x5c"] = new JsonArray(Convert.ToBase64String(_certificate)),
#pragma warning disable CA5350 // x5t is a SHA-1 thumbprint by RFC 7517; nothing is trusted by it
        ["x5t"] = Base64Url.EncodeToString(SHA1.HashData(_certificate)),
#pragma warning restore CA5350
    };
}
