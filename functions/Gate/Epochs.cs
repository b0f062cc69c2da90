using Countersign.Audit;
using Countersign.Identity;

namespace Countersign.Gate;

/// <summary>
/// A number of the person's that stop, cancelling, withdrawing, unlinking, changing a pin, deny rules, pausing and revoking raise in the batch that does
/// it. The write that lets an action execute compares it, so that none of these can slip in between the gate's look and the effect.
/// </summary>
public sealed class Epochs(People people)
{
    /// <summary>The row's key; a commit that conflicts on it found the epoch's row written.</summary>
    public const string Key = "epoch";

    /// <returns>The number, and the row's ETag or null while there is none.</returns>
    public async Task<(long N, string? ETag)> ReadAsync(PrincipalId person, CancellationToken ct) =>
        await people.ReadAsync(person, Key, GateJson.Default.EpochRow, ct) is { } stored ? (stored.Value.N, stored.ETag) : (0, null);

    /// <summary>Adds the raise to a batch. When the commit then conflicts on <see cref="Key"/>, the batch is made again.</summary>
    public async Task RaiseAsync(PersonBatch batch, PrincipalId person, CancellationToken ct)
    {
        var (n, etag) = await ReadAsync(person, ct);
        Put(batch, n + 1, etag);
    }

    /// <summary>Makes a batch conflict on <see cref="Key"/> when the epoch's row was written since the stamp was taken.</summary>
    public static void Compare(PersonBatch batch, GateStamp stamp) => Put(batch, stamp.Epoch, stamp.EpochETag);

    private static void Put(PersonBatch batch, long n, string? etag)
    {
        var row = new EpochRow(n);
        if (etag is null) batch.Insert(Key, row, GateJson.Default.EpochRow);
        else batch.Replace(Key, row, GateJson.Default.EpochRow, etag);
    }
}
