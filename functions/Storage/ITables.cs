namespace Countersign.Storage;

/// <summary>
/// Tables of (partition, key, JSON, ETag). Everything of one person is one partition, so that every state change is one batch. Limits are in
/// <see cref="TableLimits"/>; breaking one is a defect of the caller and throws <see cref="ArgumentException"/> before anything is sent.
/// </summary>
/// <exception cref="StorageUnavailableException">From every method: the store gave no answer. A write may or may not have happened.</exception>
public interface ITables
{
    /// <summary>The row as it stands, or null.</summary>
    Task<Row?> ReadAsync(string table, string partition, string key, CancellationToken ct);

    /// <summary>
    /// One page of a key range in ordinal order. The page may hold fewer rows than <paramref name="limit"/>, even none, and still have a continuation:
    /// only a null continuation ends the range. Pages share no snapshot.
    /// </summary>
    /// <param name="limit">1 to 1,000.</param>
    /// <param name="continuation">From the page before, of the same range; null for the first.</param>
    Task<RowPage> QueryAsync(string table, string partition, KeyRange range, int limit, string? continuation, CancellationToken ct);

    /// <summary>All changes or none, durable when it returns. A key stands in a batch once.</summary>
    Task<WriteResult> WriteAsync(string table, string partition, IReadOnlyList<Change> changes, CancellationToken ct);
}
