using Countersign.Connectors;
using Countersign.Policies;
using Countersign.Vault;

namespace Countersign.Accounts;

/// <summary>A connection that the app knows, and the person's account of it.</summary>
public sealed record AccountView
{
    public required ConnectionName Connection { get; init; }

    /// <summary><c>not_linked</c>, <c>unconfirmed</c>, <c>confirmed</c> or <c>differs</c>.</summary>
    public required AccountState State { get; init; }

    /// <summary>The linked account by the provider's own word: what <c>confirm</c> names.</summary>
    public required ProviderAccount? Account { get; init; }

    /// <summary>The account that was confirmed; another than <see cref="Account"/> where they differ.</summary>
    public required ProviderAccount? Confirmed { get; init; }

    /// <summary>What tools of this connection may do, in plain words.</summary>
    public required IReadOnlyList<string> Permissions { get; init; }

    /// <summary>Repositories and the like that the provider's app was installed on, by name.</summary>
    public required IReadOnlyList<string> Places { get; init; }

    public required bool MorePlaces { get; init; }

    /// <summary>What somebody has to do before it can be used; null when nothing.</summary>
    public required Remedy? Remedy { get; init; }

    /// <summary>When the provider was asked last.</summary>
    public required DateTimeOffset? CheckedAt { get; init; }

    internal static AccountView Of(ConnectionName connection, AccountRow? row, IReadOnlyList<string> permissions)
    {
        var state = AccountBook.StateOf(row);
        return new AccountView
        {
            Connection = connection, State = state, Account = row?.Found, Confirmed = row?.Pinned, Permissions = permissions, Places = row?.Places ?? [],
            MorePlaces = row?.MorePlaces ?? false, CheckedAt = row?.CheckedAt, Remedy = row?.Remedy ?? state switch
            {
                AccountState.NotLinked => new Remedy(RemedyKind.Link, connection.Value, $"Link your {connection} account, then refresh.", null),
                AccountState.Confirmed => null,
                _ => new Remedy(RemedyKind.Confirm, connection.Value, $"Is {row?.Found?.Login} your {connection} account? Confirm it.", null),
            },
        };
    }
}

/// <param name="Items">Every connection that the app knows, by name.</param>
public sealed record AccountList(IReadOnlyList<AccountView> Items);

/// <param name="Account">The provider's id of the account that the person saw: another one by now is not confirmed.</param>
public sealed record ConfirmAccount(string Account);

/// <summary>What unlinking stops.</summary>
/// <param name="Tools">Tools that cannot be used any more.</param>
/// <param name="Approvals">Approvals that were open for the connection and are withdrawn.</param>
public sealed record Unlinked(ConnectionName Connection, IReadOnlyList<ToolName> Tools, IReadOnlyList<ApprovalId> Approvals);
