using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Countersign.Vault;

/// <summary>How one of our clients proves itself at the tenant: by its secret in the body, or by an assertion made anew for every attempt.</summary>
public sealed class ConfidentialClient : IDisposable
{
    /// <summary><c>{"alg":"RS256","typ":"JWT"}</c>.</summary>
    private static readonly string Header = Base64Url.EncodeToString("{\"alg\":\"RS256\",\"typ\":\"JWT\"}"u8);

    private static readonly TimeSpan AssertionLife = TimeSpan.FromSeconds(60);
    private readonly string _issuer;
    private readonly Secret? _secret;
    private readonly RSA? _rsa;
    private readonly TimeProvider _time;

    public ConfidentialClient(TenantClientOptions options, string issuer, TimeProvider time)
    {
        Id = options.ClientId!; // validated at start
        (_issuer, _time) = (issuer, time);
        if (string.IsNullOrEmpty(options.PrivateKey))
        {
            _secret = new Secret(options.ClientSecret!); // validated: one of the two is there
            return;
        }

        _rsa = RSA.Create();
        _rsa.ImportFromPem(options.PrivateKey);
    }

    public string Id { get; }

    /// <summary>The members that authenticate one attempt. Never kept: an assertion is good for one use.</summary>
    internal IEnumerable<KeyValuePair<string, string>> Credential()
    {
        yield return new("client_id", Id);
        if (_secret is not null)
        {
            yield return new("client_secret", _secret.Reveal());
            yield break;
        }

        yield return new("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        yield return new("client_assertion", Assertion());
    }

    public void Dispose() => _rsa?.Dispose();

    private string Assertion()
    {
        var now = _time.GetUtcNow();
        var claims = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(claims))
        {
            json.WriteStartObject();
            json.WriteString("iss"u8, Id);
            json.WriteString("sub"u8, Id);
            json.WriteString("aud"u8, _issuer);
            json.WriteString("jti"u8, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
            json.WriteNumber("iat"u8, now.ToUnixTimeSeconds());
            json.WriteNumber("exp"u8, (now + AssertionLife).ToUnixTimeSeconds());
            json.WriteEndObject();
        }

        var signed = $"{Header}.{Base64Url.EncodeToString(claims.WrittenSpan)}";
        var signature = _rsa!.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1); // asked only where there is a key
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }
}
