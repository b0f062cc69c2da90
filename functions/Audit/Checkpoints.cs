using System.Collections.Concurrent;
using System.Text.Json;
using Countersign.Identity;
using Countersign.Storage;
using Microsoft.Extensions.Logging;

namespace Countersign.Audit;

/// <summary>
/// Signs the head of a chain after every 100 entries, and at the latest 5 minutes after an entry that none covers. For the second a due row is written
/// before the entries, once for all of the next minutes; the sweep finds it even if this process is gone.
/// </summary>
public sealed class Checkpoints : ICommitWatch
{
    private const string List = "checkpoints";
    private const int Every = 100;
    private const int Known = 10_000;

    private static readonly TimeSpan Within = TimeSpan.FromMinutes(4);

    /// <summary>A batch may be on its way this long after its due row was looked at; so long before its end the row counts no more.</summary>
    private static readonly TimeSpan OnTheWay = TimeSpan.FromMinutes(1);

    private readonly People _people;
    private readonly DueLists _due;
    private readonly CheckpointKey _key;
    private readonly ICheckpointSink _sink;
    private readonly TimeProvider _time;
    private readonly ILogger<Checkpoints> _log;
    private readonly ConcurrentDictionary<PrincipalId, DateTimeOffset> _covered = new();

    internal Checkpoints(People people, DueLists due, CheckpointKey key, ICheckpointSink sink, TimeProvider time, ILogger<Checkpoints> log) =>
        (_people, _due, _key, _sink, _time, _log) = (people, due, key, sink, time, log);

    /// <summary>The person's last checkpoint outside the store, null where none can be read back.</summary>
    public Checkpoint? Last(PrincipalId person) => _sink.Last(person.Value);

    async ValueTask ICommitWatch.BeforeAsync(PrincipalId person, CancellationToken ct)
    {
        var now = _time.GetUtcNow();
        if (_covered.TryGetValue(person, out var until) && now < until) return;
        await _due.AddAsync(List, now + Within, person.Value, person.Value, AuditJson.Default.String, ct);
        if (_covered.Count > Known) _covered.Clear();
        _covered[person] = now + Within - OnTheWay;
    }

    async ValueTask ICommitWatch.AfterAsync(PrincipalId person, long from, long to, CancellationToken ct)
    {
        if (from / Every != to / Every) await TrySignAsync(person, CancellationToken.None);
    }

    /// <summary>Signs the chain's head as it stands, unless the last checkpoint covers it. A head that the last one contradicts is not signed.</summary>
    /// <returns>The checkpoint, null for an empty chain.</returns>
    public async Task<Checkpoint?> SignAsync(PrincipalId person, CancellationToken ct)
    {
        var head = await _people.ReadAsync(person, "head", AuditJson.Default.ChainHead, ct);
        if (head is null || head.Value.Seq == 0) return null;
        if (_sink.Last(person.Value) is { } last && last.Seq >= head.Value.Seq)
        {
            if (last.Seq != head.Value.Seq || last.Hash != head.Value.Hash) _log.HeadContradicted(person.Value, last.Seq, head.Value.Seq);
            return last;
        }

        var checkpoint = _key.Sign(person.Value, head.Value.Seq, head.Value.Hash, _time.GetUtcNow());
        await _sink.AppendAsync(checkpoint, ct);
        return checkpoint;
    }

    /// <summary>Signs what is due. A row is removed after its checkpoint is kept.</summary>
    public async Task SweepAsync(CancellationToken ct)
    {
        await foreach (var item in _due.AllDueAsync(List, _time.GetUtcNow(), AuditJson.Default.String, ct))
        {
            // A reference that names nobody, or a head that is none any more: nothing can be signed, and verifying says so.
            if (!PrincipalId.TryParse(item.Reference, out var person) || await TrySignAsync(person, ct)) await _due.RemoveAsync(List, item.Key, ct);
        }
    }

    private async Task<bool> TrySignAsync(PrincipalId person, CancellationToken ct)
    {
        try
        {
            await SignAsync(person, ct);
            return true;
        }
        catch (Exception e) when (e is IOException or StorageUnavailableException)
        {
            _log.CheckpointFailed(person.Value, e.GetType().Name);
            return false;
        }
        catch (JsonException e)
        {
            _log.CheckpointFailed(person.Value, e.GetType().Name);
            return true;
        }
    }
}
