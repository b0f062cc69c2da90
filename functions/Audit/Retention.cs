using System.Text.Json;
using Countersign.Identity;
using Countersign.Storage;
using Microsoft.Extensions.Logging;

namespace Countersign.Audit;

/// <summary>
/// Deletes rows of people's partitions that have served: events, and idempotency keys with their answers. Actions, the trail and messages are kept.
/// </summary>
public sealed class Retention
{
    /// <summary>One transaction's worth: others get their turn in between.</summary>
    private const int Batch = TableLimits.BatchRows - 1;

    private static readonly TimeSpan Later = TimeSpan.FromDays(1);

    private readonly People _people;
    private readonly Trail _trail;
    private readonly DueLists _due;
    private readonly TimeProvider _time;
    private readonly ILogger<Retention> _log;

    internal Retention(People people, Trail trail, DueLists due, TimeProvider time, ILogger<Retention> log) =>
        (_people, _trail, _due, _time, _log) = (people, trail, due, time, log);

    /// <param name="prefix">The rows' prefix in a partition; each has a member <c>at</c>.</param>
    /// <param name="inOrder">Whether the rows lie in the order of their age, so that the first young one ends the look.</param>
    /// <returns>Rows deleted.</returns>
    public async Task<int> SweepAsync(RetentionDays days, string prefix, bool inOrder, CancellationToken ct)
    {
        var deleted = 0;
        await foreach (var item in _due.AllDueAsync(days.List, _time.GetUtcNow(), AuditJson.Default.String, ct))
        {
            try
            {
                deleted += await PurgeAsync(PrincipalId.Parse(item.Reference), prefix, _time.GetUtcNow() - days.Keep, inOrder, ct);
                await _due.RemoveAsync(days.List, item.Key, ct);
            }
            catch (StorageUnavailableException e)
            {
                // One person's trouble is not the others'; what is left stays due.
                _log.PurgeFailed(item.Reference, e.GetType().Name);
            }
            catch (Exception e) when (e is JsonException or FormatException)
            {
                // Altered, and no better the next time: it goes behind the others.
                _log.PurgeFailed(item.Reference, e.GetType().Name);
                await _due.MoveAsync(days.List, item.Key, _time.GetUtcNow() + Later, item.Id, item.Reference, AuditJson.Default.String, ct);
            }
        }

        return deleted;
    }

    private async Task<int> PurgeAsync(PrincipalId person, string prefix, DateTimeOffset before, bool inOrder, CancellationToken ct)
    {
        var count = 0;
        var old = new PersonBatch();
        await foreach (var stored in _people.AllAsync(person, KeyRange.Prefix(prefix), RetentionJson.Default.AgedRow, ct))
        {
            if (stored.Value.At >= before)
            {
                if (inOrder) break;
                continue;
            }

            old.Delete(stored.Key);
            if (old.Changes.Count < Batch) continue;
            count += await DeleteAsync(person, old, ct);
            old = new PersonBatch();
        }

        return count + (old.Changes.Count > 0 ? await DeleteAsync(person, old, ct) : 0);
    }

    /// <summary>A conflict says that another sweep deletes the same rows.</summary>
    private async Task<int> DeleteAsync(PrincipalId person, PersonBatch batch, CancellationToken ct) =>
        await _trail.CommitAsync(person, batch, ct) is CommitResult.Committed ? batch.Changes.Count : 0;
}
