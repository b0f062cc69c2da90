using Countersign.Sandbox.World;

namespace Countersign.Sandbox.Tenant;

/// <summary>The applications registered at the tenant.</summary>
public sealed class Clients
{
    private readonly IReadOnlyList<Client> _all;

    public Clients(SandboxOptions options, Keepsakes keepsakes)
    {
        var me = new ResourcePolicy(ApiKind.MyAccount, Apis.MyAccountScopes);
        string[] origins = [.. options.Callbacks.Select(callback => new Uri(callback).GetLeftPart(UriPartial.Authority)).Distinct(StringComparer.Ordinal)];
        _all =
        [
            Web = new()
            {
                Id = keepsakes.ClientIds["web"], Name = "Countersign", Rotation = Rotation.Rotating, Policies = [me],
                GrantTypes = [GrantTypes.Code, GrantTypes.Refresh], Callbacks = options.Callbacks,
                LogoutUrls = [.. options.Callbacks.Concat(origins.Select(origin => origin + "/")).Distinct(StringComparer.Ordinal)], WebOrigins = origins,
            },
            Approvals = new()
            {
                Id = keepsakes.ClientIds["approvals"], Secret = keepsakes.ClientSecrets["approvals"], Name = "Countersign",
                GrantTypes = [GrantTypes.Ciba], NotificationChannels = ["guardian-push"],
            },
            Vault = new()
            {
                Id = keepsakes.ClientIds["vault"], Key = keepsakes.ClientKeys["vault"], Name = "Countersign vault",
                GrantTypes = [GrantTypes.Vault], LinkedApi = ApiKind.Doors,
            },
            VaultApproved = new()
            {
                Id = keepsakes.ClientIds["vault-approved"], Key = keepsakes.ClientKeys["vault-approved"], Name = "Countersign vault, approved",
                GrantTypes = [GrantTypes.Vault], LinkedApi = ApiKind.Approvals,
            },
            Reader = new()
            {
                Id = keepsakes.ClientIds["reader"], Secret = keepsakes.ClientSecrets["reader"], Name = "Countersign reader",
                GrantTypes = [GrantTypes.ClientCredentials],
                ClientGrants = [new(ApiKind.Management, ["read:users", "read:authentication_methods", "read:guardian_enrollments"])],
            },
            Backend = new()
            {
                Id = keepsakes.ClientIds["backend"], Secret = keepsakes.ClientSecrets["backend"], Name = "A web application with a back end",
                GrantTypes = [GrantTypes.Code, GrantTypes.Refresh, GrantTypes.ClientCredentials, GrantTypes.Vault], Policies = [me],
                Callbacks = options.Callbacks, LogoutUrls = options.Callbacks,
                ClientGrants = [new(ApiKind.Management, ["read:users", "create:guardian_enrollment_tickets"])],
            },
            Rotating = new()
            {
                Id = keepsakes.ClientIds["rotating"], Secret = keepsakes.ClientSecrets["rotating"], Name = "A back end that rotates",
                GrantTypes = [GrantTypes.Code, GrantTypes.Refresh, GrantTypes.Vault], Rotation = Rotation.Rotating, Callbacks = options.Callbacks,
            },
        ];
    }

    /// <summary>The public client of the person's browser: code with PKCE, rotating refresh tokens, the My Account API by policy.</summary>
    public Client Web { get; }

    /// <summary>CIBA alone, by push.</summary>
    public Client Approvals { get; }

    /// <summary>The Custom API Client of the doors' audience: exchange of access tokens, nothing else.</summary>
    public Client Vault { get; }

    /// <summary>The Custom API Client of the approvals audience; of use only where the tenant takes such tokens.</summary>
    public Client VaultApproved { get; }

    /// <summary>The machine that reads the Management API.</summary>
    public Client Reader { get; }

    /// <summary>A confidential client without rotation, as vendors' own clients use one.</summary>
    public Client Backend { get; }

    /// <summary>A confidential client with rotation, whose refresh tokens the vault refuses.</summary>
    public Client Rotating { get; }

    /// <summary>Whether a page of this origin may call the tenant: some client that runs in browsers has it.</summary>
    public bool AllowOrigin(string origin) => _all.Any(client => client.IsPublic && client.Origins.Contains(origin, StringComparer.Ordinal));

    public Client? Find(string id) => _all.FirstOrDefault(client => client.Id == id);
}
