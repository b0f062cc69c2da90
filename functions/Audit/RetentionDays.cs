using System.Collections.Concurrent;
using Countersign.Identity;
using Countersign.Storage;

namespace Countersign.Audit;

/// <summary>
/// Remembers whose partitions have rows that are not kept for good: before the first of a person's day is written, a due row says that the day has to be
/// looked at once it is over and old enough. So nobody has to know every partition, and a write of the same day costs nothing more.
/// </summary>
/// <param name="list">The due list: <c>events</c>, <c>keys</c>.</param>
/// <param name="keep">How long a row is kept.</param>
public sealed class RetentionDays(string list, TimeSpan keep, DueLists due, TimeProvider time)
{
    private const int Known = 10_000;

    /// <summary>A write may be on its way this long after its day was noted.</summary>
    private static readonly TimeSpan OnTheWay = TimeSpan.FromMinutes(1);

    private readonly TimeSpan _day = keep < TimeSpan.FromDays(1) ? keep : TimeSpan.FromDays(1);
    private readonly ConcurrentDictionary<PrincipalId, DateTimeOffset> _noted = new();

    internal string List => list;

    internal TimeSpan Keep => keep;

    /// <summary>Before a row is written that is not kept for good.</summary>
    public async ValueTask NoteAsync(PrincipalId person, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (_noted.TryGetValue(person, out var until) && now < until) return;
        var end = new DateTimeOffset((now.UtcTicks / _day.Ticks + 1) * _day.Ticks, TimeSpan.Zero);
        await due.AddAsync(list, end + keep + OnTheWay, person.Value, person.Value, AuditJson.Default.String, ct);
        if (_noted.Count > Known) _noted.Clear();
        _noted[person] = end;
    }
}
