using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Countersign.Identity;
using Countersign.Storage;

namespace Countersign.Audit;

/// <summary>
/// The only writer of people's partitions: rows, entries of the chain, events and the new head are one batch, so nothing happens off the record. A batch
/// whose head somebody else moved is made again on the new head; a conflict of one of the caller's rows is the caller's.
/// </summary>
public sealed class Trail
{
    /// <summary>Other processes move a head too; a head that moves this often under one batch is a defect.</summary>
    private const int Tries = 50;

    private const int KnownHeads = 10_000;

    private readonly ITables _tables;
    private readonly TimeProvider _time;
    private readonly PersonSignals _signals;
    private readonly ICommitWatch _watch;
    private readonly RetentionDays? _events;
    private readonly ConcurrentDictionary<PrincipalId, Known> _heads = new();
    private readonly SemaphoreSlim[] _turns = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1, 1))];

    internal Trail(ITables tables, TimeProvider time, PersonSignals signals, ICommitWatch watch, RetentionDays? events = null)
    {
        _events = events;
        _tables = tables;
        _time = time;
        _signals = signals;
        _watch = watch;
    }

    /// <summary>Writes the batch whole or not at all; durable when it returns.</summary>
    /// <exception cref="StorageUnavailableException">No answer: the batch may or may not have been written. Read before trying again.</exception>
    public async Task<CommitResult> CommitAsync(PrincipalId person, PersonBatch batch, CancellationToken ct)
    {
        if (batch.Entries.Count > 0) await _watch.BeforeAsync(person, ct);
        if (batch.Events.Count > 0 && _events is not null) await _events.NoteAsync(person, ct);
        CommitResult result;
        var turn = _turns[(uint)person.GetHashCode() % (uint)_turns.Length];
        await turn.WaitAsync(ct);
        try
        {
            result = await InTurnAsync(person, batch, ct);
        }
        catch
        {
            _heads.TryRemove(person, out _);
            throw;
        }
        finally
        {
            turn.Release();
        }

        if (result is CommitResult.Committed committed)
        {
            if (batch.Events.Count > 0) _signals.Raise(person);
            if (batch.Entries.Count > 0) await _watch.AfterAsync(person, committed.LastAudit - batch.Entries.Count, committed.LastAudit, ct);
        }

        return result;
    }

    private async Task<CommitResult> InTurnAsync(PrincipalId person, PersonBatch batch, CancellationToken ct)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var known = _heads.TryGetValue(person, out var held) && attempt == 0 ? held : await ReadHeadAsync(person, ct);
            var (changes, head) = Compose(person, batch, known);
            switch (await _tables.WriteAsync(People.Table, person.Value, changes, ct))
            {
                case WriteResult.Written written:
                    Remember(person, head, known, written, batch);
                    return new CommitResult.Committed(ETagsOf(batch, written), head.Seq, head.Event);

                case WriteResult.Conflict conflict when conflict.Index < batch.Changes.Count:
                    return new CommitResult.Conflict(batch.Changes[conflict.Index].Key);

                case WriteResult.Conflict conflict when conflict.Index > batch.Changes.Count:
                    // The head is as we knew it and yet its successor exists: somebody wrote past the trail.
                    throw new InvalidOperationException($"The chain of {person} has entries after its head. Verify it.");
            }
        }

        throw new InvalidOperationException($"The head of {person} moved {Tries} times under one batch.");
    }

    private (List<Change> Changes, ChainHead Head) Compose(PrincipalId person, PersonBatch batch, Known known)
    {
        var now = _time.GetUtcNow();
        var (seq, hash, number) = known.Head;
        List<Change> after = [];
        foreach (var happened in batch.Entries)
        {
            var content = ContentOf(happened);
            var entry = EntryOf(person, happened, ++seq, now, content, hash);
            hash = entry.Hash;
            after.Add(new Change.Insert(EntryKey(seq), JsonSerializer.SerializeToUtf8Bytes(entry, AuditJson.Default.AuditEntry)));
            if (content is not null)
                after.Add(new Change.Insert(ContentKey(seq), JsonSerializer.SerializeToUtf8Bytes(content, AuditJson.Default.AuditContent)));
        }

        foreach (var happened in batch.Events)
        {
            var numbered = new NumberedEvent(++number, now, happened.Type, happened.Data, happened.Run);
            after.Add(new Change.Insert(EventKey(number), JsonSerializer.SerializeToUtf8Bytes(numbered, AuditJson.Default.NumberedEvent)));
        }

        var head = new ChainHead(seq, hash, number);
        if (after.Count == 0) return ([.. batch.Changes], head);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(head, AuditJson.Default.ChainHead);
        // The head comes before what follows from it: when it has moved, the conflict is its own and not that of an entry somebody else wrote.
        Change moved = known.ETag is null ? new Change.Insert("head", bytes) : new Change.Replace("head", bytes, known.ETag);
        return ([.. batch.Changes, moved, .. after], head);
    }

    private static AuditContent? ContentOf(AuditEvent happened)
    {
        if (happened.Content is null) return null;
        return new AuditContent(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)), happened.Content.ToJsonString());
    }

    private static AuditEntry EntryOf(PrincipalId person, AuditEvent happened, long seq, DateTimeOffset now, AuditContent? content, string previous)
    {
        var entry = new AuditEntry
        {
            Seq = seq,
            At = now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            Principal = person.Value,
            Kind = happened.Kind,
            Run = happened.Run?.Value,
            Action = happened.Action?.Value,
            Approval = happened.Approval?.Value,
            Tool = happened.Tool,
            Connection = happened.Connection,
            Decision = happened.Decision,
            Rule = happened.Rule,
            PolicyVersion = happened.PolicyVersion,
            Outcome = happened.Outcome,
            Subject = happened.Subject,
            Code = happened.Code,
            Commitment = content is null ? null : ChainHash.Commitment(Convert.FromBase64String(content.Salt), content.Text),
            Previous = previous,
            Hash = "",
        };
        return entry with { Hash = ChainHash.Of(entry) };
    }

    internal static string EntryKey(long seq) => string.Create(CultureInfo.InvariantCulture, $"audit~{seq:D12}");

    internal static string ContentKey(long seq) => string.Create(CultureInfo.InvariantCulture, $"content~{seq:D12}");

    /// <summary>The key of a person's event: readers of the stream ask for the range after a number.</summary>
    public static string EventKey(long number) => string.Create(CultureInfo.InvariantCulture, $"event~{number:D12}");

    private static Dictionary<string, string> ETagsOf(PersonBatch batch, WriteResult.Written written)
    {
        var etags = new Dictionary<string, string>(batch.Changes.Count, StringComparer.Ordinal);
        for (var i = 0; i < batch.Changes.Count; i++)
        {
            if (batch.Changes[i] is not Change.Delete) etags.Add(batch.Changes[i].Key, written.ETags[i]);
        }

        return etags;
    }

    private void Remember(PrincipalId person, ChainHead head, Known known, WriteResult.Written written, PersonBatch batch)
    {
        if (written.ETags.Count == batch.Changes.Count) return; // a batch of plain rows leaves the head where it was
        if (_heads.Count > KnownHeads) _heads.Clear();
        _heads[person] = known with { Head = head, ETag = written.ETags[batch.Changes.Count] };
    }

    private async Task<Known> ReadHeadAsync(PrincipalId person, CancellationToken ct)
    {
        var row = await _tables.ReadAsync(People.Table, person.Value, "head", ct);
        if (row is null) return new Known(new ChainHead(0, ChainHash.Genesis(person.Value), 0), null);
        return new Known(JsonSerializer.Deserialize(row.Value.Span, AuditJson.Default.ChainHead) ?? throw new UnreachableException(), row.ETag);
    }

    private sealed record Known(ChainHead Head, string? ETag);
}
