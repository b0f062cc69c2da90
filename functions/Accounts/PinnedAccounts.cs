using Countersign.Actions;
using Countersign.Connectors;
using Countersign.Identity;
using Countersign.Policies;
using Countersign.Vault;

namespace Countersign.Accounts;

/// <summary>What actions are pinned to.</summary>
internal sealed class PinnedAccounts(AccountBook book) : IPinnedAccounts
{
    public async Task<AccountPin> FindAsync(PrincipalId principal, ConnectionName connection, CancellationToken ct)
    {
        var row = await book.ReadAsync(principal, connection, ct);
        if (row is { State: AccountState.Confirmed, Pinned: { } pinned }) return new AccountPin.Pinned(pinned.Id);
        return new AccountPin.Needs(row is null
            ? new Remedy(RemedyKind.Link, connection.Value, $"No {connection} account is linked. Link it under Accounts.", null)
            : new Remedy(RemedyKind.Confirm, connection.Value, $"Look at the {connection} account under Accounts and confirm that it is yours.", null));
    }

    public Task DiffersAsync(PrincipalId principal, ConnectionName connection, string foundAccount, string foundLogin, CancellationToken ct) =>
        book.DiffersAsync(principal, connection, new ProviderAccount(foundAccount, foundLogin), ct);
}
