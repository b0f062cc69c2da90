using System.Text.Json.Nodes;
using Countersign.Sandbox.World;

namespace Countersign.Sandbox.Tenant;

/// <summary>Discovery under both names, and the JWKS.</summary>
public sealed class DiscoveryDoor(SandboxWorld world, SigningKeys keys)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/.well-known/openid-configuration", DescribeAsync);
        routes.MapGet("/.well-known/oauth-authorization-server", DescribeAsync);
        routes.MapGet("/.well-known/jwks.json", ListKeysAsync);
    }

    private Task ListKeysAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "public, max-age=15, stale-while-revalidate=15, stale-if-error=86400";
        return context.WriteJsonAsync(200, keys.ToJwks());
    }

    private Task DescribeAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "public, max-age=15, stale-while-revalidate=15, stale-if-error=86400";
        var issuer = world.Origins.AsSeenBy(context.Request).Issuer;
        return context.WriteJsonAsync(200, new JsonObject
        {
            ["issuer"] = issuer,
            ["authorization_endpoint"] = issuer + "authorize",
            ["token_endpoint"] = issuer + "oauth/token",
            ["userinfo_endpoint"] = issuer + "userinfo",
            ["jwks_uri"] = issuer + ".well-known/jwks.json",
            ["revocation_endpoint"] = issuer + "oauth/revoke",
            ["end_session_endpoint"] = issuer + "oidc/logout",
            ["backchannel_authentication_endpoint"] = issuer + "bc-authorize",
            ["backchannel_token_delivery_modes_supported"] = new JsonArray("poll"),
            ["scopes_supported"] = Apis.OpenIdScopes.ToJson(),
            ["response_types_supported"] = new JsonArray("code"),
            ["code_challenge_methods_supported"] = new JsonArray("S256"),
            ["response_modes_supported"] = new JsonArray("query", "web_message"),
            ["subject_types_supported"] = new JsonArray("public"),
            ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
            ["token_endpoint_auth_methods_supported"] = new JsonArray("client_secret_basic", "client_secret_post", "private_key_jwt"),
            ["token_endpoint_auth_signing_alg_values_supported"] = new JsonArray("RS256"),
            ["claims_supported"] = new JsonArray("aud", "auth_time", "email", "email_verified", "exp", "iat", "iss", "name", "nickname", "picture", "sub"),
            ["request_uri_parameter_supported"] = false,
            ["request_parameter_supported"] = false,
        });
    }
}
