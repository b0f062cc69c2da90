using Countersign.Identity;
using Countersign.Policies;
using Countersign.Vault;

namespace Countersign.Actions;

/// <summary>Which provider account a person confirmed for a connection. The room that keeps accounts answers.</summary>
public interface IPinnedAccounts
{
    Task<AccountPin> FindAsync(PrincipalId principal, ConnectionName connection, CancellationToken ct);

    /// <summary>A token turned out to belong to another account than the pinned one: it has to be confirmed anew. Recorded there.</summary>
    Task DiffersAsync(PrincipalId principal, ConnectionName connection, string foundAccount, string foundLogin, CancellationToken ct);
}

public abstract record AccountPin
{
    private AccountPin() { }

    /// <param name="Account">The provider's own id.</param>
    public sealed record Pinned(string Account) : AccountPin;

    /// <summary>Not linked, or not confirmed.</summary>
    public sealed record Needs(Remedy Remedy) : AccountPin;
}
