using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Countersign.Vault;

/// <summary>How one of our clients proves itself at the tenant: by its secret in the body, or by an assertion made anew for every attempt.</summary>
public sealed class ConfidentialClient : IDisposable
{
    private static readonly TimeSpan AssertionLife = TimeSpan.FromSeconds(60);
    private readonly string _issuer;
    private readonly Secret? _secret;
    private readonly RSA? _rsa;
    private readonly SigningCredentials? _signing;
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
        var key = new RsaSecurityKey(_rsa) { CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } };
        _signing = new SigningCredentials(key, SecurityAlgorithms.RsaSha256);
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
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Id,
            Audience = _issuer,
            IssuedAt = now.UtcDateTime,
            Expires = (now + AssertionLife).UtcDateTime,
            Claims = new Dictionary<string, object> { ["sub"] = Id, ["jti"] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)) },
            SigningCredentials = _signing,
        });
    }
}
