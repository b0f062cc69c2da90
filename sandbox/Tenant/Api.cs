namespace Countersign.Sandbox.Tenant;

/// <summary>The APIs the tenant knows.</summary>
public enum ApiKind
{
    /// <summary>The app's own doors.</summary>
    Doors,

    /// <summary>The audience of approvals.</summary>
    Approvals,

    /// <summary>The My Account API.</summary>
    MyAccount,

    /// <summary>The Management API.</summary>
    Management,
}

/// <summary>A resource server. The identifiers of the tenant's own APIs follow the host that was asked.</summary>
public sealed record Api
{
    public required ApiKind Kind { get; init; }

    public required Func<string, string> IdentifierFor { get; init; }

    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>Life of an access token in seconds.</summary>
    public required int Lifetime { get; init; }

    public bool AllowOfflineAccess { get; init; }

    /// <summary>Registered <c>authorization_details</c> types.</summary>
    public IReadOnlyList<string> DetailTypes { get; init; } = [];

    /// <summary>Whether a person can be asked for tokens of it at all; the Management API is for machines.</summary>
    public bool ForPeople { get; init; } = true;
}

/// <summary>The APIs of this tenant.</summary>
public static class Apis
{
    public const string DoorsAudience = "https://api.countersign.example";
    public const string ApprovalsAudience = "https://approvals.countersign.example";
    public const string ActionType = "urn:auth0:schemas:authorization-details:v1:countersign-action";

    /// <summary>Scopes of the user's own claims, which belong to no API.</summary>
    public static readonly IReadOnlyList<string> OpenIdScopes = ["openid", "profile", "email", "offline_access"];

    public static readonly IReadOnlyList<string> MyAccountScopes =
        ["create:me:connected_accounts", "read:me:connected_accounts", "delete:me:connected_accounts"];

    public static IReadOnlyList<Api> All { get; } =
    [
        new() { Kind = ApiKind.Doors, IdentifierFor = _ => DoorsAudience, Scopes = [], Lifetime = 3600, AllowOfflineAccess = true },
        new() { Kind = ApiKind.Approvals, IdentifierFor = _ => ApprovalsAudience, Scopes = ["actions:approve"], Lifetime = 600, DetailTypes = [ActionType] },
        new() { Kind = ApiKind.MyAccount, IdentifierFor = issuer => issuer + "me/", Scopes = MyAccountScopes, Lifetime = 86400, AllowOfflineAccess = true },
        new()
        {
            Kind = ApiKind.Management, IdentifierFor = issuer => issuer + "api/v2/", Lifetime = 86400, ForPeople = false,
            Scopes = ["read:users", "read:user_idp_tokens", "read:authentication_methods", "read:guardian_enrollments", "create:guardian_enrollment_tickets"],
        },
    ];

    public static Api Of(ApiKind kind) => All.First(api => api.Kind == kind);

    /// <summary>The API that has this identifier on this issuer; null when there is none.</summary>
    public static Api? Find(string identifier, string issuer) => All.FirstOrDefault(api => api.IdentifierFor(issuer) == identifier);
}
