using System.ComponentModel;

namespace Countersign.Vault;

/// <summary>One confidential client of the tenant: its id, and either a secret or a private key.</summary>
public sealed class TenantClientOptions
{
    public string? ClientId { get; set; }

    public string? ClientSecret { get; set; }

    /// <summary>RSA key as PEM (PKCS#8); the client then authenticates with <c>private_key_jwt</c>, RS256.</summary>
    public string? PrivateKey { get; set; }

    /// <summary>Never the values.</summary>
    public override string ToString() => "[redacted]";
}

/// <summary>The tenant as this app's clients see it; settings <c>Auth0:…</c>.</summary>
public sealed class TenantOptions
{
    /// <summary>The issuer with its slash: <c>https://acme.eu.auth0.com/</c>.</summary>
    public string? Issuer { get; set; }

    /// <summary>Audience of approval tokens: <c>https://approvals.countersign.example</c>.</summary>
    public string? ApprovalsAudience { get; set; }

    /// <summary>CIBA, and nothing else.</summary>
    public TenantClientOptions Approvals { get; set; } = new();

    /// <summary>Custom API Client of the doors' audience: Token Vault exchange of access tokens, nothing else.</summary>
    public TenantClientOptions Vault { get; set; } = new();

    /// <summary>The same for the approvals audience; only with <c>Vault:SubjectAfterApproval=approval-token</c>.</summary>
    public TenantClientOptions VaultApproved { get; set; } = new();

    /// <summary>Management API: connected accounts and enrolments, read-only.</summary>
    public TenantClientOptions Reader { get; set; } = new();
}

/// <summary>Settings <c>Vault:…</c>.</summary>
public sealed class VaultOptions
{
    /// <summary>
    /// <c>run-grant</c> (default): approved actions are exchanged on the run's grant. <c>approval-token</c>: on the token that came back from the
    /// approval, so that the tenant is a second lock; only where the tenant was probed to take it.
    /// </summary>
    [DefaultValue("run-grant")]
    public string SubjectAfterApproval { get; set; } = "run-grant";

    /// <summary>Seconds for one answer of the tenant, 1 to 20; default 10.</summary>
    public int AnswerWithin { get; set; } = 10;

    /// <summary>Attempts at one exchange, the first included, 1 to 5; default 3.</summary>
    public int Attempts { get; set; } = 3;

    /// <summary>Most seconds one exchange waits between attempts, whatever Retry-After says, 0 to 10; default 5. A longer one is handed on.</summary>
    public int LongestWait { get; set; } = 5;

    internal bool UsesApprovalToken => SubjectAfterApproval == "approval-token";
}
