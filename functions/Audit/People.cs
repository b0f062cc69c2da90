using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Countersign.Identity;
using Countersign.Storage;

namespace Countersign.Audit;

/// <summary>Reads a person's rows. Writing is the <see cref="Trail"/>'s alone.</summary>
public sealed class People(ITables tables)
{
    internal const string Table = "people";

    /// <param name="otherwise">What stands for a row that was altered into something that is none, by its key and tag; null is as if there were none.</param>
    /// <exception cref="JsonException">There is such a row, and nothing stands for it.</exception>
    public async Task<Stored<T>?> ReadAsync<T>(
        PrincipalId person, string key, JsonTypeInfo<T> type, CancellationToken ct, Func<string, string, Task<Stored<T>?>>? otherwise = null)
    {
        var row = await tables.ReadAsync(Table, person.Value, key, ct);
        return row is null ? null : await StoredOfAsync(row, type, otherwise);
    }

    /// <summary>Up to <paramref name="limit"/> rows of the range, which may be more than one page of the store.</summary>
    /// <param name="limit">1 to 1,000. Fewer rows come back only at the range's end.</param>
    /// <param name="otherwise">As for one row; it is left out where that is null.</param>
    public async Task<StoredPage<T>> QueryAsync<T>(
        PrincipalId person, KeyRange range, int limit, string? continuation, JsonTypeInfo<T> type, CancellationToken ct,
        Func<string, string, Task<Stored<T>?>>? otherwise = null)
    {
        var items = new List<Stored<T>>();
        do
        {
            var page = await tables.QueryAsync(Table, person.Value, range, limit - items.Count, continuation, ct);
            foreach (var row in page.Rows)
            {
                if (await StoredOfAsync(row, type, otherwise) is { } stored) items.Add(stored);
            }

            continuation = page.Continuation;
        }
        while (continuation is not null && items.Count < limit);
        return new StoredPage<T>(items, continuation);
    }

    /// <summary>Every row of the range, page by page.</summary>
    public async IAsyncEnumerable<Stored<T>> AllAsync<T>(
        PrincipalId person, KeyRange range, JsonTypeInfo<T> type, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct,
        Func<string, string, Task<Stored<T>?>>? otherwise = null)
    {
        string? continuation = null;
        do
        {
            var page = await tables.QueryAsync(Table, person.Value, range, TableLimits.Page, continuation, ct);
            foreach (var row in page.Rows)
            {
                if (await StoredOfAsync(row, type, otherwise) is { } stored) yield return stored;
            }

            continuation = page.Continuation;
        }
        while (continuation is not null);
    }

    private static async ValueTask<Stored<T>?> StoredOfAsync<T>(Row row, JsonTypeInfo<T> type, Func<string, string, Task<Stored<T>?>>? otherwise)
    {
        try
        {
            return StoredOf(row, type);
        }
        catch (JsonException) when (otherwise is not null)
        {
            return await otherwise(row.Key, row.ETag);
        }
    }

    private static Stored<T> StoredOf<T>(Row row, JsonTypeInfo<T> type) => new(row.Key, ValueOf(row, type) ?? throw Unreadable(row.Key), row.ETag);

    private static T? ValueOf<T>(Row row, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(row.Value.Span, type);
        }
        catch (InvalidOperationException)
        {
            throw Unreadable(row.Key); // bytes that are no UTF-8
        }
    }

    private static JsonException Unreadable(string key) => new($"{key} is not what was written there.");
}
