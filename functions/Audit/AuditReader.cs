using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Countersign.Identity;
using Countersign.Storage;

namespace Countersign.Audit;

/// <summary>Reads a chain from the store, entries with their contents. It takes nothing for granted: what was altered may not even be JSON.</summary>
internal sealed class AuditReader(ITables tables)
{
    private const int Step = 500;

    /// <summary>Everything that stands in the chain, in the order of its keys, whatever the head says: also what no number leads to.</summary>
    public IAsyncEnumerable<AuditRow> AllAsync(PrincipalId person, CancellationToken ct) => RowsAsync(person, "audit~", "audit~~", ct);

    /// <summary>Entries from one number to another, both included.</summary>
    public IAsyncEnumerable<AuditRow> RowsAsync(PrincipalId person, long from, long to, CancellationToken ct) =>
        RowsAsync(person, Trail.EntryKey(from), Trail.EntryKey(to + 1), ct);

    /// <summary>The number of the chain's last entry as its head says it.</summary>
    public async Task<long> HeadAsync(PrincipalId person, CancellationToken ct)
    {
        var row = await tables.ReadAsync(People.Table, person.Value, "head", ct);
        return row is null ? 0 : Parse(row.Value, AuditJson.Default.ChainHead) is { Seq: >= 0 and < 1_000_000_000_000 } head ? head.Seq : 0;
    }

    private async IAsyncEnumerable<AuditRow> RowsAsync(PrincipalId person, string from, string before, [EnumeratorCancellation] CancellationToken ct)
    {
        string? continuation = null;
        do
        {
            var page = await tables.QueryAsync(People.Table, person.Value, new KeyRange(from, before), Step, continuation, ct);
            continuation = page.Continuation;
            if (page.Rows.Count == 0) continue;
            var contents = await RangeAsync(person, ContentOf(page.Rows[0].Key), ContentOf(page.Rows[^1].Key) + "-", ct);
            var next = 0;
            foreach (var row in page.Rows)
            {
                // Both come in the order of what follows their prefix.
                while (next < contents.Count && Compare(contents[next], row) < 0) next++;
                var found = next < contents.Count && Compare(contents[next], row) == 0;
                yield return new AuditRow(
                    Parse(row.Value, AuditJson.Default.AuditEntry), found ? Parse(contents[next].Value, AuditJson.Default.AuditContent) : null, found);
            }
        }
        while (continuation is not null);
    }

    private static string ContentOf(string key) => "content" + key["audit".Length..];

    private static T? Parse<T>(ReadOnlyMemory<byte> value, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(value.Span, type);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the second for bytes that are no UTF-8
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
