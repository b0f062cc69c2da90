using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Countersign.Storage;

/// <summary>
/// What nobody's partition can answer: one row per thing somebody must look at, written before the person's batch and deleted after it is settled.
/// A row may therefore be stale, never missing. The truth is the person's row.
/// </summary>
public sealed class DueLists(ITables tables, ILogger<DueLists>? log = null)
{
    private const string Table = "due";

    private static readonly long Latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    private readonly ILogger _log = log ?? NullLogger<DueLists>.Instance;

    /// <summary>Adds, or writes again: the same instant and id are the same row.</summary>
    /// <param name="list">The list's name; it is the partition.</param>
    /// <param name="due">Kept to the millisecond.</param>
    /// <returns>The row's key.</returns>
    public async Task<string> AddAsync<T>(string list, DateTimeOffset due, string id, T reference, JsonTypeInfo<T> type, CancellationToken ct)
    {
        var key = KeyOf(due, id);
        await tables.WriteAsync(Table, list, [new Change.Upsert(key, JsonSerializer.SerializeToUtf8Bytes(reference, type))], ct);
        return key;
    }

    /// <summary>What is due at <paramref name="now"/>, earliest first.</summary>
    /// <param name="limit">1 to 1,000.</param>
    public Task<IReadOnlyList<DueItem<T>>> ReadDueAsync<T>(
        string list, DateTimeOffset now, int limit, JsonTypeInfo<T> type, CancellationToken ct) =>
        ReadAsync(list, new KeyRange("0", Instant(now.AddMilliseconds(1))), limit, type, ct);

    /// <summary>
    /// All that is due at <paramref name="now"/>, earliest first, page by page: a sweep that reads so never falls behind. Each row comes once; one that stays
    /// due waits for the next sweep.
    /// </summary>
    public async IAsyncEnumerable<DueItem<T>> AllDueAsync<T>(
        string list, DateTimeOffset now, JsonTypeInfo<T> type, [EnumeratorCancellation] CancellationToken ct)
    {
        var range = new KeyRange("0", Instant(now.AddMilliseconds(1)));
        IReadOnlyList<DueItem<T>> page;
        do
        {
            page = await ReadAsync(list, range, TableLimits.Page, type, ct);
            foreach (var item in page) yield return item;
            if (page.Count > 0) range = range with { From = page[^1].Key + " " }; // what stayed is not read again
        }
        while (page.Count == TableLimits.Page);
    }

    /// <summary>The earliest rows, due or not.</summary>
    public Task<IReadOnlyList<DueItem<T>>> ReadFirstAsync<T>(string list, int limit, JsonTypeInfo<T> type, CancellationToken ct) =>
        ReadAsync(list, new KeyRange("0", "~"), limit, type, ct);

    /// <summary>Whether there is anything in the list, due or not.</summary>
    public async Task<bool> IsEmptyAsync(string list, CancellationToken ct)
    {
        string? continuation = null;
        do
        {
            var page = await tables.QueryAsync(Table, list, new KeyRange("0", "~"), 1, continuation, ct);
            if (page.Rows.Count > 0) return false;
            continuation = page.Continuation;
        }
        while (continuation is not null);
        return true;
    }

    /// <summary>Moves a row to another instant; one that is gone is written at the new one.</summary>
    public async Task MoveAsync<T>(string list, string key, DateTimeOffset due, string id, T reference, JsonTypeInfo<T> type, CancellationToken ct)
    {
        var row = new Change.Upsert(KeyOf(due, id), JsonSerializer.SerializeToUtf8Bytes(reference, type));
        var moved = row.Key == key ? new Change[] { row } : [row, new Change.Delete(key, null)];
        if (await tables.WriteAsync(Table, list, moved, ct) is WriteResult.Conflict) await tables.WriteAsync(Table, list, [row], ct);
    }

    /// <summary>Repeatable: a row that is gone is success.</summary>
    public async Task RemoveAsync(string list, string key, CancellationToken ct) =>
        await tables.WriteAsync(Table, list, [new Change.Delete(key, null)], ct);

    public static string KeyOf(DateTimeOffset due, string id) => $"{Instant(due)}~{id}";

    private static string Instant(DateTimeOffset due) => due.ToUnixTimeMilliseconds().ToString("D15", CultureInfo.InvariantCulture);

    private async Task<IReadOnlyList<DueItem<T>>> ReadAsync<T>(string list, KeyRange range, int limit, JsonTypeInfo<T> type, CancellationToken ct)
    {
        var items = new List<DueItem<T>>();
        string? continuation = null;
        do
        {
            var page = await tables.QueryAsync(Table, list, range, limit - items.Count, continuation, ct);
            foreach (var row in page.Rows)
            {
                if (ItemOf(row, type) is { } item) items.Add(item);
                else await DropAsync(list, row.Key, ct);
            }

            continuation = page.Continuation;
        }
        while (continuation is not null && items.Count < limit);
        return items;
    }

    private static DueItem<T>? ItemOf<T>(Row row, JsonTypeInfo<T> type)
    {
        if (row.Key.Length < 17 || row.Key[15] != '~' || !long.TryParse(row.Key.AsSpan(0, 15), NumberStyles.None, CultureInfo.InvariantCulture, out var due)) return null;
        try
        {
            return JsonSerializer.Deserialize(row.Value.Span, type) is { } reference
                ? new DueItem<T>(row.Key, DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(due, Latest)), row.Key[16..], reference)
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the second for bytes that are no UTF-8
        {
            return null;
        }
    }

    /// <summary>Whom it is of nobody can tell any more, and it would stand before the others for ever.</summary>
    private async Task DropAsync(string list, string key, CancellationToken ct)
    {
        _log.UnreadableDue(list, key);
        await RemoveAsync(list, key, ct);
    }
}
