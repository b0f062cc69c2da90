namespace Countersign.Sandbox.Tenant;

/// <summary>Grant types as they are on the wire.</summary>
public static class GrantTypes
{
    public const string Code = "authorization_code";
    public const string Refresh = "refresh_token";
    public const string ClientCredentials = "client_credentials";
    public const string Ciba = "urn:openid:params:grant-type:ciba";
    public const string Vault = "urn:auth0:params:oauth:grant-type:token-exchange:federated-connection-access-token";
}
