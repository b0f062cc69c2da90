using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Countersign.Identity;
using Countersign.Storage;

namespace Countersign.Audit;

/// <summary>Reads a person's rows. Writing is the <see cref="Trail"/>'s alone.</summary>
public sealed class People(ITables tables)
{
    internal const string Table = "people";

    public async Task<Stored<T>?> ReadAsync<T>(PrincipalId person, string key, JsonTypeInfo<T> type, CancellationToken ct)
    {
        var row = await tables.ReadAsync(Table, person.Value, key, ct);
        return row is null ? null : StoredOf(row, type);
    }

    /// <summary>Up to <paramref name="limit"/> rows of the range, which may be more than one page of the store.</summary>
    /// <param name="limit">1 to 1,000. Fewer rows come back only at the range's end.</param>
    public async Task<StoredPage<T>> QueryAsync<T>(
        PrincipalId person, KeyRange range, int limit, string? continuation, JsonTypeInfo<T> type, CancellationToken ct)
    {
        var items = new List<Stored<T>>();
        do
        {
            var page = await tables.QueryAsync(Table, person.Value, range, limit - items.Count, continuation, ct);
            foreach (var row in page.Rows) items.Add(StoredOf(row, type));
            continuation = page.Continuation;
        }
        while (continuation is not null && items.Count < limit);
        return new StoredPage<T>(items, continuation);
    }

    /// <summary>Every row of the range, page by page.</summary>
    public async IAsyncEnumerable<Stored<T>> AllAsync<T>(
        PrincipalId person, KeyRange range, JsonTypeInfo<T> type, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        string? continuation = null;
        do
        {
            var page = await tables.QueryAsync(Table, person.Value, range, TableLimits.Page, continuation, ct);
            foreach (var row in page.Rows) yield return StoredOf(row, type);
            continuation = page.Continuation;
        }
        while (continuation is not null);
    }

    private static Stored<T> StoredOf<T>(Row row, JsonTypeInfo<T> type) =>
        new(row.Key, JsonSerializer.Deserialize(row.Value.Span, type)!, row.ETag); // rows are written from non-null values
}
