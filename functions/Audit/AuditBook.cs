using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Countersign.Identity;

namespace Countersign.Audit;

/// <summary>What a person can do with their trail: read it, verify it, take it away.</summary>
public sealed class AuditBook
{
    private const int Looked = 2000;
    private const int Window = 250;

    private readonly AuditReader _reader;
    private readonly Checkpoints _checkpoints;
    private readonly CheckpointKey _key;
    private readonly IReadOnlyList<IChainWitness> _witnesses;
    private readonly TimeProvider _time;

    internal AuditBook(AuditReader reader, Checkpoints checkpoints, CheckpointKey key, IEnumerable<IChainWitness> witnesses, TimeProvider time) =>
        (_reader, _checkpoints, _key, _witnesses, _time) = (reader, checkpoints, key, [.. witnesses], time);

    internal PublicKeys Keys => new([_key.Public]);

    internal Checkpoint? Outside(PrincipalId person) => _checkpoints.Last(person);

    /// <param name="newest">The number to begin at, downwards; null for the head.</param>
    /// <returns>The entries, and the number to go on from; null at the beginning of the chain.</returns>
    internal async Task<(IReadOnlyList<AuditView> Items, long? Next)> ListAsync(
        PrincipalId person, AuditFilter filter, long? newest, int limit, CancellationToken ct)
    {
        var at = newest ?? await _reader.HeadAsync(person, ct);
        var items = new List<AuditView>();
        for (var looked = 0; at > 0 && looked < Looked; looked += Window)
        {
            var rows = new List<AuditRow>();
            await foreach (var row in _reader.RowsAsync(person, Math.Max(1, at - Window + 1), at, ct)) rows.Add(row);
            rows.Reverse();
            foreach (var row in rows)
            {
                if (row.Entry is not { } entry || !filter.Lets(entry)) continue;
                items.Add(ViewOf(entry, row));
                if (items.Count == limit) return (items, entry.Seq > 1 ? entry.Seq - 1 : null);
            }

            at -= Window;
        }

        return (items, at > 0 ? at : null);
    }

    /// <summary>Verifies the chain where it stands, against the last checkpoint that left the store.</summary>
    public async Task<ChainReport> VerifyAsync(PrincipalId person, CancellationToken ct)
    {
        var head = await _reader.HeadAsync(person, ct);
        var verifier = new ChainVerifier(person.Value, [_key], [], _checkpoints.Last(person));
        await foreach (var row in _reader.AllAsync(person, ct))
        {
            if (row.Entry is not { } entry)
            {
                verifier.AddUnreadable();
                break;
            }

            verifier.Add(entry, row.Content);
            if (row is { HasContent: true, Content: null }) verifier.ContentUnreadable(entry);
            if (row.Content is { } content && await DiffersAsync(person, entry, content, ct) is { } text)
                verifier.AddAltered(new AlteredContent(entry.Seq, entry.Kind, entry.Action ?? entry.Approval ?? entry.Run, text));
        }

        // The chain may have grown meanwhile, and its head with it.
        return verifier.Finish(head, await _reader.HeadAsync(person, ct));
    }

    /// <summary>Header, key, entries with contents, and a checkpoint of the head, signed now and kept outside too.</summary>
    internal async IAsyncEnumerable<ExportLine> ExportAsync(PrincipalId person, [EnumeratorCancellation] CancellationToken ct)
    {
        var now = _time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        var checkpoint = await _checkpoints.SignAsync(person, ct);
        yield return new ExportLine("header", Header: new ExportHeader("countersign.audit.v1", person.Value, now));
        yield return new ExportLine("key", Key: _key.Public);
        await foreach (var row in _reader.AllAsync(person, ct))
        {
            // What cannot be read is not left out: whoever verifies the file has to see that something stood there.
            if (row.Entry is null) yield return new ExportLine("entry");
            else yield return new ExportLine("entry", Entry: row.Entry, Content: row.Content ?? (row.HasContent ? new AuditContent("", "") : null));
        }

        if (checkpoint is not null) yield return new ExportLine("checkpoint", Checkpoint: checkpoint);
    }

    private static AuditView ViewOf(AuditEntry e, AuditRow row) => new(
        e.Seq, e.At, e.Kind, e.Run, e.Action, e.Approval, e.Tool, e.Connection, e.Decision, e.Rule, e.PolicyVersion, e.Outcome, e.Subject, e.Code,
        row.Content is null ? null : JsonOf(row.Content.Text),
        e.Commitment is not null && !row.HasContent,
        e.Hash);

    /// <summary>Null for a text that is no JSON any more: verifying names it.</summary>
    private static JsonElement? JsonOf(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async ValueTask<string?> DiffersAsync(PrincipalId person, AuditEntry entry, AuditContent content, CancellationToken ct)
    {
        JsonElement? read = null;
        foreach (var witness in _witnesses)
        {
            if (!witness.Concerns(entry)) continue;
            if ((read ??= JsonOf(content.Text)) is not { } json) return null;
            if (await witness.DiffersAsync(person, entry, json, ct) is { } text) return text;
        }

        return null;
    }
}
