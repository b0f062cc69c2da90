using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Countersign.Identity;
using Countersign.Storage;

namespace Countersign.Audit;

/// <summary>Reads a chain from the store, entries with their contents. It takes nothing for granted: what was altered may not even be JSON.</summary>
internal sealed class AuditReader(ITables tables)
{
    /// <summary>Entries from one number to another, both included, in the order of their keys.</summary>
    public async IAsyncEnumerable<AuditRow> RowsAsync(PrincipalId person, long from, long to, [EnumeratorCancellation] CancellationToken ct)
    {
        const int step = 500;
        for (var first = from; first <= to; first += step)
        {
            var last = Math.Min(to, first + step - 1);
            var contents = await RangeAsync(person, Trail.ContentKey(first), Trail.ContentKey(last + 1), ct);
            var next = 0;
            foreach (var row in await RangeAsync(person, Trail.EntryKey(first), Trail.EntryKey(last + 1), ct))
            {
                // Both come in the order of what follows their prefix.
                while (next < contents.Count && Compare(contents[next], row) < 0) next++;
                var found = next < contents.Count && Compare(contents[next], row) == 0;
                yield return new AuditRow(
                    Parse(row.Value, AuditJson.Default.AuditEntry), found ? Parse(contents[next].Value, AuditJson.Default.AuditContent) : null, found);
            }
        }
    }

    /// <summary>The number of the chain's last entry as its head says it.</summary>
    public async Task<long> HeadAsync(PrincipalId person, CancellationToken ct)
    {
        var row = await tables.ReadAsync(People.Table, person.Value, "head", ct);
        return row is null ? 0 : Parse(row.Value, AuditJson.Default.ChainHead)?.Seq ?? 0;
    }

    /// <summary>The number of the last entry that is there, whatever the head says.</summary>
    public async Task<long> LastAsync(PrincipalId person, long head, CancellationToken ct)
    {
        var beyond = await RangeAsync(person, Trail.EntryKey(head + 1), "audit~~", ct);
        return beyond.Count == 0 ? head : long.Parse(beyond[^1].Key.AsSpan(6), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static T? Parse<T>(ReadOnlyMemory<byte> value, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(value.Span, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static int Compare(Row content, Row entry) => content.Key.AsSpan("content".Length).SequenceCompareTo(entry.Key.AsSpan("audit".Length));

    /// <summary>In the order of keys.</summary>
    private async Task<List<Row>> RangeAsync(PrincipalId person, string from, string before, CancellationToken ct)
    {
        var rows = new List<Row>();
        string? continuation = null;
        do
        {
            var page = await tables.QueryAsync(People.Table, person.Value, new KeyRange(from, before), TableLimits.Page, continuation, ct);
            rows.AddRange(page.Rows);
            continuation = page.Continuation;
        }
        while (continuation is not null);
        return rows;
    }
}
