using System.Text.Json.Nodes;
using Countersign.Audit;
using Countersign.Connectors;
using Countersign.Gate;
using Countersign.Identity;
using Countersign.Policies;

namespace Countersign.Accounts;

/// <summary>Linked accounts as they are stored, and the one way to change one: the row, the epoch, the trail and the person's stream in one batch.</summary>
public sealed class AccountBook(People people, Trail trail, Epochs epochs, TimeProvider time)
{
    private const int Tries = 16;

    public async Task<AccountRow?> ReadAsync(PrincipalId person, ConnectionName connection, CancellationToken ct) =>
        (await people.ReadAsync(person, AccountRow.KeyOf(connection), AccountsJson.Default.AccountRow, ct))?.Value;

    /// <summary>What the provider said now. A pin is never made or moved here.</summary>
    internal Task<AccountRow?> CheckedAsync(PrincipalId person, ConnectionName connection, Func<AccountRow?, AccountRow> look, CancellationToken ct) =>
        ChangeAsync(person, connection, row => look(row), (before, after) => before is null ? "account.linked"
            : after!.State == AccountState.Differs && before.State != AccountState.Differs ? "account.refused" : null, ct);

    /// <summary>Pins the account that was found.</summary>
    /// <returns>Null when it is another one by now, or none.</returns>
    internal Task<AccountRow?> ConfirmAsync(PrincipalId person, ConnectionName connection, string account, CancellationToken ct) =>
        ChangeAsync(
            person, connection, row => row?.Found?.Id == account ? row with { Pinned = row.Found } : row,
            (before, after) => before == after ? null : "account.confirmed", ct);

    /// <summary>Unpins; for an account that is gone at the tenant, or is about to go.</summary>
    internal async Task<bool> UnlinkAsync(PrincipalId person, ConnectionName connection, CancellationToken ct)
    {
        var had = await ReadAsync(person, connection, ct) is not null;
        await ChangeAsync(person, connection, _ => null, (before, _) => before is null ? null : "account.unlinked", ct);
        return had;
    }

    /// <summary>A token turned out to be another account's: it has to be confirmed anew.</summary>
    internal Task<AccountRow?> DiffersAsync(PrincipalId person, ConnectionName connection, ProviderAccount found, CancellationToken ct) =>
        ChangeAsync(
            person, connection, row => row is null ? null : row with { Found = found, CheckedAt = time.GetUtcNow() },
            (before, after) => before?.State != after?.State ? "account.refused" : null, ct);

    private async Task<AccountRow?> ChangeAsync(
        PrincipalId person, ConnectionName connection, Func<AccountRow?, AccountRow?> change, Func<AccountRow?, AccountRow?, string?> kind, CancellationToken ct)
    {
        var key = AccountRow.KeyOf(connection);
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var stored = await people.ReadAsync(person, key, AccountsJson.Default.AccountRow, ct);
            var (before, after) = (stored?.Value, change(stored?.Value));
            if (before is null && after is null) return null;
            var batch = new PersonBatch();
            if (after is null) batch.Delete(key, stored!.ETag); // one of the two is there
            else if (stored is null) batch.Insert(key, after, AccountsJson.Default.AccountRow);
            else batch.Replace(key, after, AccountsJson.Default.AccountRow, stored.ETag);

            // Whatever the gate would say of the account from now on, it says anew.
            if (before?.Pinned != after?.Pinned || UsableOf(before) != UsableOf(after)) await epochs.RaiseAsync(batch, person, ct);
            if (kind(before, after) is { } word)
            {
                var account = after?.Found ?? before?.Found;
                batch.Record(new AuditEvent
                {
                    Kind = word, Connection = connection.Value,
                    Content = account is null ? null : new JsonObject { ["account"] = account.Id, ["login"] = account.Login },
                });
            }

            if (StateOf(before) != StateOf(after) || before?.Found != after?.Found || before?.Remedy != after?.Remedy)
                batch.Announce(new RunEvent("account.state", null, new JsonObject { ["connection"] = connection.Value, ["state"] = WordOf(StateOf(after)) }));
            if (await trail.CommitAsync(person, batch, ct) is CommitResult.Committed) return after;
        }

        throw new InvalidOperationException($"The account of {connection} met {Tries} conflicts in a row.");
    }

    internal static AccountState StateOf(AccountRow? row) => row?.State ?? AccountState.NotLinked;

    internal static string WordOf(AccountState state) => state switch
    {
        AccountState.NotLinked => "not_linked",
        AccountState.Unconfirmed => "unconfirmed",
        AccountState.Confirmed => "confirmed",
        _ => "differs",
    };

    private static string? UsableOf(AccountRow? row) => row is { State: AccountState.Confirmed } ? row.Pinned!.Id : null; // confirmed: there is a pin
}
