using System.Text.Json.Nodes;
using Countersign.Sandbox.Tenant.Vault;
using Countersign.Sandbox.World;

namespace Countersign.Sandbox.Tenant;

/// <summary>Token Vault: a subject token for a provider token, by access token (Custom API Client) or by refresh token (clients without rotation).</summary>
public sealed class VaultGrant(
    SandboxWorld world, ConnectedAccounts accounts, Exchanges exchanges, RefreshTokens refreshTokens, TokenReader tokens, TokenIssuer issuer, TenantSwitches switches)
{
    private const string AccessTokenType = "urn:ietf:params:oauth:token-type:access_token";
    private const string RefreshTokenType = "urn:ietf:params:oauth:token-type:refresh_token";
    private const string ProviderTokenType = "http://auth0.com/oauth/token-type/federated-connection-access-token";

    private static readonly OAuthError BadSubject = new(401, "invalid_grant", "Invalid subject token");

    /// <summary>Whom the subject token names, and what kind of token it was.</summary>
    private sealed record Subject(Person? Person, string Kind, OAuthError? Error);

    public async Task<TokenAnswer> ExchangeAsync(TokenRequest request)
    {
        foreach (var name in new[] { "subject_token", "subject_token_type", "requested_token_type", "connection" })
        {
            if (request.Parameters[name] is null)
                return Refuse(request, null, "unknown", OAuthError.Missing(name));
        }
        if (request.Parameters["requested_token_type"] != ProviderTokenType)
            return Refuse(request, null, "unknown", new(400, "invalid_request", "Unsupported requested_token_type"));
        var subject = await SubjectOfAsync(request).ConfigureAwait(false);
        if (subject.Error is not null)
            return Refuse(request, subject.Person, subject.Kind, subject.Error);
        var fault = world.Faults.TakeFor("exchange_error", subject.Person);
        if (fault is not null)
        {
            return Refuse(request, subject.Person, subject.Kind, new(fault.Number("status", 401), fault.Text("error") ?? "access_denied", fault.Text("description"))
            {
                RetryAfter = fault.Text("retry_after") is null ? null : fault.Number("retry_after", 1),
            });
        }
        if (switches.AlwaysMfa)
            return Refuse(request, subject.Person, subject.Kind, new(401, "mfa_required", "Multifactor authentication required"));
        return Answer(request, subject);
    }

    private TokenAnswer Answer(TokenRequest request, Subject subject)
    {
        var connection = request.Parameters["connection"]!; // asked for above
        var person = subject.Person!; // there, or an error was
        switch (accounts.Exchange(person, connection, request.Parameters["login_hint"]))
        {
            case ProviderTokenAnswer.Given given:
                exchanges.Record(person, connection, "ok", request.Client.Id, subject.Kind);
                return new JsonObject
                {
                    ["access_token"] = given.Token,
                    ["scope"] = "", // a GitHub App has permissions; its tokens carry no scopes
                    ["expires_in"] = given.ExpiresIn,
                    ["issued_token_type"] = ProviderTokenType,
                    ["token_type"] = "Bearer",
                };
            case ProviderTokenAnswer.NoSuchAccount:
                return Refuse(request, person, subject.Kind, new(401, "user_not_found", "Identity User not found."));
            case ProviderTokenAnswer.ProviderRefused:
                return Refuse(request, person, subject.Kind,
                    new(401, "federated_connection_refresh_token_flow_failed", "Refresh Token flow for the Federated Connection failed"));
            default:
                return Refuse(request, person, subject.Kind,
                    new(401, "federated_connection_refresh_token_not_found", "Federated connection Refresh Token not found."));
        }
    }

    private async Task<Subject> SubjectOfAsync(TokenRequest request)
    {
        var token = request.Parameters["subject_token"]!; // asked for by the caller
        switch (request.Parameters["subject_token_type"])
        {
            case RefreshTokenType:
                if (request.Client.LinkedApi is not null || !request.Client.GrantTypes.Contains(GrantTypes.Refresh))
                    return new(null, "refresh_token", OAuthError.GrantNotAllowed(GrantTypes.Refresh));
                if (request.Client.Rotation == Rotation.Rotating)
                    return new(null, "refresh_token", new(400, "invalid_request", "Refresh token rotation is not supported for this token exchange"));
                return refreshTokens.Look(token, request.Client) is { } family && world.People.BySub(family.Sub) is { } holder
                    ? new(holder, "refresh_token", null)
                    : new(null, "refresh_token", OAuthError.DeadRefreshToken);
            case AccessTokenType:
                var kind = issuer.IsFromApproval(token) ? "approval_token" : "access_token";
                if (request.Client.LinkedApi is not { } linked)
                    return new(null, kind, new(401, "invalid_request", "The client is not linked to a resource server"));
                var (read, _) = await tokens.ReadAsync(token, request.Issuer, Apis.Of(linked).IdentifierFor(request.Issuer)).ConfigureAwait(false);
                if (read is null || read.IsMachine || world.People.BySub(read.Sub) is not { } person)
                    return new(null, kind, BadSubject);
                return kind == "approval_token" && !switches.TakesApprovalTokens ? new(person, kind, BadSubject) : new(person, kind, null);
            default:
                return new(null, "unknown", new(400, "invalid_request", "Unsupported subject_token_type"));
        }
    }

    private TokenAnswer.Refused Refuse(TokenRequest request, Person? person, string kind, OAuthError error)
    {
        exchanges.Record(person, request.Parameters["connection"], error.Error, request.Client.Id, kind);
        return new(error);
    }
}
