using Countersign.Storage;

namespace Countersign.Tests.Storage;

/// <summary>The app's real store, with every batch that was written kept in order: what it costs to act is counted here.</summary>
public sealed class CountedTables(ITables inner) : ITables, IDisposable
{
    private readonly List<Batch> _batches = [];

    /// <summary>Batches of one person's partition, oldest first.</summary>
    public IReadOnlyList<Batch> Of(string person)
    {
        lock (_batches) return [.. _batches.Where(batch => batch.Table == "people" && batch.Partition == person)];
    }

    public void Clear()
    {
        lock (_batches) _batches.Clear();
    }

    public Task<Row?> ReadAsync(string table, string partition, string key, CancellationToken ct) => inner.ReadAsync(table, partition, key, ct);

    public Task<RowPage> QueryAsync(string table, string partition, KeyRange range, int limit, string? continuation, CancellationToken ct) =>
        inner.QueryAsync(table, partition, range, limit, continuation, ct);

    public async Task<WriteResult> WriteAsync(string table, string partition, IReadOnlyList<Change> changes, CancellationToken ct)
    {
        var result = await inner.WriteAsync(table, partition, changes, ct);
        if (result is WriteResult.Written)
        {
            lock (_batches) _batches.Add(new Batch(table, partition, changes));
        }

        return result;
    }

    public void Dispose() => (inner as IDisposable)?.Dispose();

    /// <summary>One batch that was written.</summary>
    public sealed record Batch(string Table, string Partition, IReadOnlyList<Change> Changes)
    {
        /// <summary>Whether it writes a row whose key begins so and whose JSON contains the text.</summary>
        public bool Writes(string key, string text) => Changes.Any(change => change.Key.StartsWith(key, StringComparison.Ordinal) && TextOf(change).Contains(text, StringComparison.Ordinal));

        private static string TextOf(Change change) => change switch
        {
            Change.Insert c => System.Text.Encoding.UTF8.GetString(c.Value.Span),
            Change.Replace c => System.Text.Encoding.UTF8.GetString(c.Value.Span),
            Change.Upsert c => System.Text.Encoding.UTF8.GetString(c.Value.Span),
            _ => "",
        };
    }
}
