using System.Globalization;

namespace Countersign.Audit;

/// <summary>
/// Verifies one person's chain from its entries, the contents beside them and signed checkpoints; it needs no store. Entries are added in the order in
/// which they were found. The first break ends the chain: what follows it proves nothing.
/// </summary>
public sealed class ChainVerifier
{
    private readonly string _principal;
    private readonly IReadOnlyList<CheckpointKey> _keys;
    private readonly Dictionary<long, string> _checkpointed = [];
    private readonly List<AlteredContent> _altered = [];
    private readonly List<long> _erased = [];
    private readonly Checkpoint? _outside;
    private ChainBreak? _break;
    private ChainBreak? _badCheckpoint;
    private string _hash;
    private long _seq;

    /// <param name="inside">Checkpoints that came with the entries. They are worth their signature: a chain made anew does not fit them.</param>
    /// <param name="outside">The latest checkpoint that never was where the entries are: only it shows what was cut off at the end.</param>
    public ChainVerifier(string principal, IReadOnlyList<CheckpointKey> keys, IEnumerable<Checkpoint> inside, Checkpoint? outside)
    {
        _principal = principal;
        _keys = keys;
        _hash = ChainHash.Genesis(principal);
        _outside = outside;
        foreach (var checkpoint in outside is null ? inside : inside.Append(outside)) Expect(checkpoint);
    }

    public void Add(AuditEntry entry, AuditContent? content)
    {
        if (_break is { Kind: "removed" } gap && gap.Seq == entry.Seq)
            _break = gap with { Kind = "reordered", Text = $"Entry {entry.Seq} stands behind a later one." };
        if (_break is not null) return;
        _break = BreakAt(entry);
        if (_break is not null) return;
        (_seq, _hash) = (entry.Seq, entry.Hash);
        Look(entry, content);
    }

    /// <summary>What stands where an entry belongs and is none.</summary>
    public void AddUnreadable() => _break ??= new ChainBreak(_seq + 1, "altered", "What stands here is not an entry.");

    /// <summary>The content of the entry that was just added is there and cannot be read.</summary>
    public void ContentUnreadable(AuditEntry entry)
    {
        if (_break is not null || entry.Seq != _seq) return;
        _erased.Remove(entry.Seq);
        _altered.Add(new AlteredContent(entry.Seq, entry.Kind, entry.Action ?? entry.Approval ?? entry.Run, "The content is not what was recorded."));
    }

    /// <summary>A row elsewhere that must agree with a recorded content, and does not.</summary>
    public void AddAltered(AlteredContent altered)
    {
        if (!_altered.Exists(known => known.Seq == altered.Seq)) _altered.Add(altered);
    }

    /// <param name="head">The number of the last entry as the store's head said it before reading, null where none is at hand (an export).</param>
    /// <param name="headNow">And after reading.</param>
    public ChainReport Finish(long? head, long? headNow = null)
    {
        _break ??= BreakAtEnd(head, headNow);
        if (_badCheckpoint is { } bad && (_break is null || bad.Seq < _break.Seq)) _break = bad;
        var state = _break is not null ? ChainState.Broken : _altered.Count > 0 ? ChainState.ContentAltered : ChainState.Verified;
        var covered = _break is null ? _outside?.Seq ?? 0 : 0;
        var tail = _break is null && covered == _seq && _outside is not null ? "covered"
            : string.Create(CultureInfo.InvariantCulture, $"tail not covered: no checkpoint from outside vouches for what came after entry {covered}");
        return new ChainReport(state, _principal, _seq, _break, _altered, _erased, covered, tail);
    }

    private void Expect(Checkpoint checkpoint)
    {
        if (checkpoint.Principal != _principal || !_keys.Any(key => key.Signed(checkpoint)))
        {
            _badCheckpoint ??= new ChainBreak(checkpoint.Seq, "checkpoint", "A checkpoint is another chain's, or its signature does not hold.");
        }
        else if (!_checkpointed.TryAdd(checkpoint.Seq, checkpoint.Hash) && _checkpointed[checkpoint.Seq] != checkpoint.Hash)
        {
            _badCheckpoint ??= new ChainBreak(checkpoint.Seq, "replaced", "Two signed checkpoints disagree on this entry.");
        }
    }

    private ChainBreak? BreakAt(AuditEntry entry)
    {
        var wanted = _seq + 1;
        if (entry.Seq < wanted) return new ChainBreak(wanted, "reordered", $"Entry {entry.Seq} stands where entry {wanted} belongs.");
        if (entry.Seq > wanted) return new ChainBreak(wanted, "removed", $"Entry {wanted} is missing: entry {entry.Seq} stands in its place.");
        if (entry.Principal != _principal) return new ChainBreak(wanted, "replaced", "The entry is of another person's chain.");
        if (ChainHash.Of(entry) != entry.Hash) return new ChainBreak(wanted, "altered", "The entry is not what its hash says.");
        if (entry.Previous != _hash) return new ChainBreak(wanted, "replaced", $"The entry does not follow from the one before: entry {wanted} or an earlier one was made anew.");
        if (_checkpointed.TryGetValue(wanted, out var hash) && hash != entry.Hash)
            return new ChainBreak(wanted, "replaced", "A signed checkpoint saw another entry here: the chain up to it was made anew.");
        return null;
    }

    private ChainBreak? BreakAtEnd(long? head, long? headNow)
    {
        if (headNow < _seq) return new ChainBreak(headNow.Value + 1, "inserted", string.Create(CultureInfo.InvariantCulture, $"Entries stand after entry {headNow}, where the chain's head is."));
        var last = Math.Max(head ?? 0, _checkpointed.Count == 0 ? 0 : _checkpointed.Keys.Max());
        return last > _seq
            ? new ChainBreak(_seq + 1, "truncated", string.Create(CultureInfo.InvariantCulture, $"The chain ends at entry {_seq}, and once had at least {last}."))
            : null;
    }

    private void Look(AuditEntry entry, AuditContent? content)
    {
        var concerns = entry.Action ?? entry.Approval ?? entry.Run;
        if (entry.Commitment is null)
        {
            if (content is not null) _altered.Add(new AlteredContent(entry.Seq, entry.Kind, concerns, "A content stands beside an entry that has none."));
        }
        else if (content is null)
        {
            _erased.Add(entry.Seq);
        }
        else if (!ChainHash.Holds(entry.Commitment, content))
        {
            _altered.Add(new AlteredContent(entry.Seq, entry.Kind, concerns, "The content is not what was recorded."));
        }
    }
}
