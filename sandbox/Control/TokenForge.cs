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
            case "unsigned_mixed_case":
                return $"{Encode("""{"alg":"nOnE","typ":"JWT"}""")}.{Encode(claims.ToJsonString())}.";
            case "other_tenant":
                claims["iss"] = "https://elsewhere.example/";
                return SignByStranger(claims, "elsewhere-1", embed: false);
            case "unknown_key":
                return SignByStranger(claims, "no-such-key", embed: false);
            case "key_in_header":
                return SignByStranger(claims, tenant.Keys.Current.Id, embed: true);
            case "alg_hs256_of_modulus":
                // the public key's own bytes as the secret: what a verifier does that takes any key for any algorithm
                var modulus = tenant.Keys.Current.Key.Rsa.ExportParameters(includePrivateParameters: false).Modulus;
                return Sign(claims, new SymmetricSecurityKey(modulus) { KeyId = tenant.Keys.Current.Id }, SecurityAlgorithms.HmacSha256);
            case "changed":
                var whole = tenant.Issuer.Sign(claims).Split('.');
                claims["sub"] = claims["sub"] + "0";
                return $"{whole[0]}.{Encode(claims.ToJsonString())}.{whole[2]}";
            case "id_token":
                claims["aud"] = tenant.Clients.Web.Id;
                claims.Remove("scope");
                claims.Remove("azp");
                return tenant.Issuer.Sign(claims, "id_token");
            case "wrong_audience":
                claims["aud"] = "https://another-api.example";
                return tenant.Issuer.Sign(claims);
            case "machine":
                claims["sub"] = tenant.Clients.Reader.Id + "@clients";
                claims["azp"] = tenant.Clients.Reader.Id;
                claims["gty"] = "client-credentials";
                return tenant.Issuer.Sign(claims);
            default:
                throw new ControlException(
                    "'defect' is unsigned, unsigned_mixed_case, wrong_key, unknown_key, key_in_header, alg_hs256, alg_hs256_of_modulus, changed, wrong_issuer, other_tenant, "
                    + "expired, future, wrong_audience, id_token or machine.");
        }
    }

    private static string SignByStranger(JsonObject claims, string keyId, bool embed)
    {
        using var stranger = RSA.Create(2048);
        var key = new RsaSecurityKey(stranger.ExportParameters(includePrivateParameters: true)) { KeyId = keyId };
        if (!embed)
            return Sign(claims, key, SecurityAlgorithms.RsaSha256);
        var open = stranger.ExportParameters(includePrivateParameters: false);
        var header = new JsonObject
        {
            ["alg"] = "RS256", ["typ"] = "JWT", ["kid"] = keyId,
            ["jwk"] = new JsonObject { ["kty"] = "RSA", ["n"] = System.Buffers.Text.Base64Url.EncodeToString(open.Modulus), ["e"] = System.Buffers.Text.Base64Url.EncodeToString(open.Exponent) },
        };
        var signed = $"{Encode(header.ToJsonString())}.{Encode(claims.ToJsonString())}";
        return $"{signed}.{System.Buffers.Text.Base64Url.EncodeToString(stranger.SignData(Encoding.UTF8.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    private static string Sign(JsonObject claims, SecurityKey key, string algorithm) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(claims.ToJsonString(), new SigningCredentials(key, algorithm)
        {
            CryptoProviderFactory = new() { CacheSignatureProviders = false },
        });

    private static string Encode(string text) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
