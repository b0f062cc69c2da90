using System.Text;
using Countersign.Audit;
using Countersign.Gate;
using Countersign.Identity;
using Countersign.Storage;
using Countersign.Storage.Sealing;

namespace Countersign.Vault;

/// <summary>Subject tokens that must outlive the request that brought them: sealed, for one run or one digest, for a limited time, deleted after use.</summary>
public sealed class Grants(ISealer sealer, People people, Trail trail, DueLists due, TimeProvider time)
{
    public const string DueList = "grants";

    /// <summary>The longest that a run's grant lives, however long its token does.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private const int Tries = 8;

    /// <summary>
    /// Seals the caller's token for one run and its agent, into the batch that starts the run or renews its grant; a grant that is there is overwritten.
    /// </summary>
    /// <returns>When it ends: with the token, or in one hour.</returns>
    public async Task<DateTimeOffset> SealAsync(PersonBatch batch, Caller caller, RunId run, string agent, CancellationToken ct)
    {
        var end = Earlier(caller.ExpiresAt, time.GetUtcNow() + Longest);
        var row = new GrantRow { Principal = caller.Principal, Run = run, Agent = agent, Approval = null, Digest = null, ExpiresAt = end, Sealed = "" };
        await PutAsync(batch, GrantRow.KeyOf(run), row, caller.Token, ct);
        batch.Record(new AuditEvent { Kind = "grant.sealed", Run = run, Subject = "run_grant" });
        return end;
    }

    /// <summary>Seals the token that came back from an approval, for the digest that was approved.</summary>
    internal async Task SealAsync(
        PersonBatch batch, PrincipalId person, ApprovalId approval, Digest digest, AccessToken token, DateTimeOffset expiresAt, CancellationToken ct)
    {
        var row = new GrantRow { Principal = person, Run = null, Agent = null, Approval = approval, Digest = digest, ExpiresAt = expiresAt, Sealed = "" };
        await PutAsync(batch, GrantRow.KeyOf(approval), row, token, ct);
        batch.Record(new AuditEvent { Kind = "grant.sealed", Approval = approval, Subject = "approval_token" });
    }

    /// <summary>When the run's grant ends; null when there is none, or it has ended.</summary>
    public async Task<DateTimeOffset?> EndOfAsync(PrincipalId person, RunId run, CancellationToken ct) =>
        await ReadAsync(person, GrantRow.KeyOf(run), ct) is { Value: { Sealed: not "" } row } && row.ExpiresAt > time.GetUtcNow() ? row.ExpiresAt : null;

    /// <summary>Deletes a run's grant, its seal overwritten first; repeatable. For the end of the run.</summary>
    public Task EndAsync(PrincipalId person, RunId run, CancellationToken ct) => EndAsync(person, GrantRow.KeyOf(run), null, ct);

    /// <summary>Deletes an approval's token, its seal overwritten first; repeatable. For the end of its action.</summary>
    public Task EndAsync(PrincipalId person, ApprovalId approval, CancellationToken ct) => EndAsync(person, GrantRow.KeyOf(approval), null, ct);

    internal async Task<AccessToken?> OpenAsync(PrincipalId person, RunId run, CancellationToken ct) =>
        await ReadAsync(person, GrantRow.KeyOf(run), ct) is { Value: var row } ? Open(row with { Principal = person, Run = run }) : null;

    internal async Task<AccessToken?> OpenAsync(PrincipalId person, ApprovalId approval, Digest digest, CancellationToken ct) =>
        await ReadAsync(person, GrantRow.KeyOf(approval), ct) is { Value: var row }
            ? Open(row with { Principal = person, Approval = approval, Digest = digest }) : null;

    /// <summary>Deletes what is over; one that was renewed has another due row.</summary>
    /// <returns>How many.</returns>
    internal async Task<int> SweepAsync(CancellationToken ct)
    {
        var swept = 0;
        await foreach (var item in due.AllDueAsync(DueList, time.GetUtcNow(), VaultJson.Default.GrantRef, ct))
        {
            if (PrincipalId.TryParse(item.Reference.Principal, out var person) && item.Reference.Key.StartsWith(GrantRow.Prefix, StringComparison.Ordinal)
                && await EndAsync(person, item.Reference.Key, time.GetUtcNow(), ct)) swept++;
            await due.RemoveAsync(DueList, item.Key, ct);
        }

        return swept;
    }

    private AccessToken? Open(GrantRow row)
    {
        if (row.Sealed.Length == 0 || row.ExpiresAt <= time.GetUtcNow()) return null;
        return sealer.Open(row.Purpose(), row.Sealed) is { } token ? new AccessToken(Encoding.UTF8.GetString(token)) : null;
    }

    private async Task PutAsync(PersonBatch batch, string key, GrantRow row, AccessToken token, CancellationToken ct)
    {
        // Before the batch: a due row may be stale, never missing.
        await due.AddAsync(DueList, row.ExpiresAt, key.Replace('~', '.'), new GrantRef(row.Principal.Value, key), VaultJson.Default.GrantRef, ct);
        batch.Upsert(key, row with { Sealed = sealer.Seal(row.Purpose(), Encoding.UTF8.GetBytes(token.Reveal())) }, VaultJson.Default.GrantRow);
    }

    private async Task<bool> EndAsync(PrincipalId person, string key, DateTimeOffset? overAt, CancellationToken ct)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            if (await ReadAsync(person, key, ct) is not { } stored) return false;
            if (overAt is { } at && stored.Value.ExpiresAt > at) return false;
            var batch = stored.Value.Sealed.Length == 0
                ? new PersonBatch().Delete(key, stored.ETag)
                : new PersonBatch()
                    .Replace(key, stored.Value with { Sealed = "" }, VaultJson.Default.GrantRow, stored.ETag)
                    .Record(new AuditEvent { Kind = "grant.deleted", Run = stored.Value.Run, Approval = stored.Value.Approval });
            if (await trail.CommitAsync(person, batch, ct) is CommitResult.Committed && stored.Value.Sealed.Length == 0) return true;
        }

        return false;
    }

    /// <summary>In the place of one that was altered into something that is none stands one that is over: nothing goes on it.</summary>
    private Task<Stored<GrantRow>?> ReadAsync(PrincipalId person, string key, CancellationToken ct) => people.ReadAsync(
        person, key, VaultJson.Default.GrantRow, ct, (_, etag) => Task.FromResult<Stored<GrantRow>?>(new Stored<GrantRow>(
            key,
            new GrantRow { Principal = person, Run = null, Agent = null, Approval = null, Digest = null, ExpiresAt = DateTimeOffset.MinValue, Sealed = "" },
            etag)));

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
