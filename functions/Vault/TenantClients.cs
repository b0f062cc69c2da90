using Microsoft.Extensions.Options;

namespace Countersign.Vault;

/// <summary>Our clients at the tenant, each with one thing that it may do.</summary>
public sealed class TenantClients(IOptions<TenantOptions> options, TimeProvider time) : IDisposable
{
    private readonly Lazy<ConfidentialClient> _vaultApproved = new(() => Make(options.Value.VaultApproved, options.Value, time));

    public string Issuer { get; } = options.Value.Issuer!; // validated at start

    public string ApprovalsAudience { get; } = options.Value.ApprovalsAudience!; // validated at start

    /// <summary>CIBA only.</summary>
    public ConfidentialClient Approvals { get; } = Make(options.Value.Approvals, options.Value, time);

    /// <summary>Token Vault exchange of the doors' access tokens only.</summary>
    public ConfidentialClient Vault { get; } = Make(options.Value.Vault, options.Value, time);

    /// <summary>Token Vault exchange of approval tokens only; there when <c>Vault:SubjectAfterApproval</c> is <c>approval-token</c>.</summary>
    public ConfidentialClient VaultApproved => _vaultApproved.Value;

    /// <summary>Management API, read-only.</summary>
    public ConfidentialClient Reader { get; } = Make(options.Value.Reader, options.Value, time);

    public void Dispose()
    {
        Approvals.Dispose();
        Vault.Dispose();
        Reader.Dispose();
        if (_vaultApproved.IsValueCreated) _vaultApproved.Value.Dispose();
    }

    private static ConfidentialClient Make(TenantClientOptions client, TenantOptions tenant, TimeProvider time) => new(client, tenant.Issuer!, time); // validated at start
}
