using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Countersign.Storage;

namespace Countersign.Audit;

/// <summary>
/// What changes together in one person's partition: rows, what the trail says of it, and what the person's stream tells. At most 100 rows in all: an entry
/// takes one, two with content, an event one, and the head one.
/// </summary>
public sealed class PersonBatch
{
    private readonly List<Change> _changes = [];
    private readonly List<AuditEvent> _entries = [];
    private readonly List<RunEvent> _events = [];

    internal IReadOnlyList<Change> Changes => _changes;

    internal IReadOnlyList<AuditEvent> Entries => _entries;

    internal IReadOnlyList<RunEvent> Events => _events;

    /// <summary>Conflicts when the row exists.</summary>
    public PersonBatch Insert<T>(string key, T value, JsonTypeInfo<T> type) =>
        Add(new Change.Insert(key, JsonSerializer.SerializeToUtf8Bytes(value, type)));

    /// <summary>Conflicts when the row is gone or was written since.</summary>
    public PersonBatch Replace<T>(string key, T value, JsonTypeInfo<T> type, string etag) =>
        Add(new Change.Replace(key, JsonSerializer.SerializeToUtf8Bytes(value, type), etag));

    public PersonBatch Upsert<T>(string key, T value, JsonTypeInfo<T> type) =>
        Add(new Change.Upsert(key, JsonSerializer.SerializeToUtf8Bytes(value, type)));

    /// <summary>Conflicts when the row is gone, or was written since if an ETag is given.</summary>
    public PersonBatch Delete(string key, string? etag = null) => Add(new Change.Delete(key, etag));

    /// <summary>Appends an entry to the chain, in the order of calls.</summary>
    public PersonBatch Record(AuditEvent entry)
    {
        _entries.Add(entry);
        return this;
    }

    /// <summary>Appends an event to the person's stream, in the order of calls.</summary>
    public PersonBatch Announce(RunEvent happened)
    {
        _events.Add(happened);
        return this;
    }

    private PersonBatch Add(Change change)
    {
        _changes.Add(change);
        return this;
    }
}
