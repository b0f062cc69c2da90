using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Countersign.Sandbox.Tenant;
using Countersign.Sandbox.World;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Countersign.Sandbox.Control;

/// <summary>Access tokens for tests: as the tenant gives them to the web client, or with one named defect.</summary>
internal sealed class TokenForge(SandboxWorld world, TenantParty tenant)
{
    public string Make(ControlRequest request)
    {
        if ((request.Text("kind") ?? "access") != "access")
            throw new ControlException("'kind' is access.");
        var name = request.Required("person");
        var person = world.People.ByName(name) ?? throw new ControlException($"There is nobody called '{name}'.") { Status = 404 };
        var issuer = world.Origins.Issuer;
        var audience = request.Text("audience") ?? Apis.DoorsAudience;
        var scopes = Scope.Split(request.Text("scope") ?? "openid profile email offline_access");
        var claims = tenant.Issuer.Claims(new()
        {
            Issuer = issuer,
            Audience = audience,
            Sub = person.Sub,
            ClientId = request.Text("client_id") ?? tenant.Clients.Web.Id,
            Scopes = scopes,
            Lifetime = request.Number("expires_in") ?? Apis.Find(audience, issuer)?.Lifetime ?? 3600,
            Details = request.List("authorization_details"),
        });
        return Spoil(claims, request.Text("defect"));
    }

    private string Spoil(JsonObject claims, string? defect)
    {
        var now = world.TenantTime.GetUtcNow().ToUnixTimeSeconds();
        switch (defect)
        {
            case null:
                return tenant.Issuer.Sign(claims);
            case "unsigned":
                return $"{Encode("""{"alg":"none","typ":"JWT"}""")}.{Encode(claims.ToJsonString())}.";
            case "wrong_key":
                using (var other = RSA.Create(2048))
                    return Sign(claims, new RsaSecurityKey(other.ExportParameters(includePrivateParameters: true)) { KeyId = tenant.Keys.Current.Id }, SecurityAlgorithms.RsaSha256);
            case "alg_hs256":
                var secret = SHA256.HashData(Encoding.UTF8.GetBytes(tenant.Keys.ToJwks().ToJsonString())); // what an attacker can know: the public key
                return Sign(claims, new SymmetricSecurityKey(secret) { KeyId = tenant.Keys.Current.Id }, SecurityAlgorithms.HmacSha256);
            case "wrong_issuer":
                claims["iss"] = "https://elsewhere.example/";
                return tenant.Issuer.Sign(claims);
            case "expired":
                claims["iat"] = now - 7200;
                claims["exp"] = now - 3600;
                return tenant.Issuer.Sign(claims);
            case "future":
                claims["iat"] = now + 3600;
                claims["nbf"] = now + 3600;
                claims["exp"] = now + 7200;
                return tenant.Issuer.Sign(claims);
            case "wrong_audience":
                claims["aud"] = "https://another-api.example";
                return tenant.Issuer.Sign(claims);
            case "machine":
                claims["sub"] = tenant.Clients.Reader.Id + "@clients";
                claims["azp"] = tenant.Clients.Reader.Id;
                claims["gty"] = "client-credentials";
                return tenant.Issuer.Sign(claims);
            default:
                throw new ControlException("'defect' is unsigned, wrong_key, wrong_issuer, expired, wrong_audience, machine, alg_hs256 or future.");
        }
    }

    private static string Sign(JsonObject claims, SecurityKey key, string algorithm) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(claims.ToJsonString(), new SigningCredentials(key, algorithm)
        {
            CryptoProviderFactory = new() { CacheSignatureProviders = false },
        });

    private static string Encode(string text) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
