using System.Text.Json.Nodes;

namespace Countersign.Sandbox.Tenant;

/// <summary><c>client_credentials</c>: a machine's token for an API that a client grant names.</summary>
public sealed class MachineGrant(TokenIssuer issuer)
{
    public TokenAnswer Exchange(TokenRequest request)
    {
        if (request.Parameters["audience"] is not { } audience)
            return OAuthError.Missing("audience");
        if (Apis.Find(audience, request.Issuer) is not { } api)
            return new OAuthError(403, "access_denied", $"Service not enabled within domain: {audience}");
        // The My Account API is closed to machines whatever is granted.
        if (api.Kind == ApiKind.MyAccount || request.Client.ClientGrants.FirstOrDefault(grant => grant.Api == api.Kind) is not { } granted)
            return new OAuthError(403, "access_denied",
                $"Client \"{request.Client.Id}\" is not authorized to access resource server \"{audience}\". You need to create a \"client-grant\" associated to this API.");
        var asked = Scope.Split(request.Parameters["scope"]);
        IReadOnlyList<string> scopes = asked.Count == 0 ? granted.Scopes : [.. asked.Where(granted.Scopes.Contains)];
        return new JsonObject
        {
            ["access_token"] = issuer.AccessToken(new()
            {
                Issuer = request.Issuer, Audience = audience, Sub = request.Client.Id + "@clients", ClientId = request.Client.Id,
                Scopes = scopes, Lifetime = api.Lifetime, GrantType = "client-credentials",
            }),
            ["scope"] = string.Join(' ', scopes),
            ["expires_in"] = api.Lifetime,
            ["token_type"] = "Bearer",
        };
    }
}
