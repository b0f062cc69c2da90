using System.Collections.Concurrent;
using Countersign.Identity;

namespace Countersign.Runs;

/// <summary>
/// The beginnings of the threads that were read last: what a model's turn needs grows by a turn, and is not read and parsed anew from its first message
/// on. Of a thread with a gap only what stands before it is known, for the gap may yet be filled.
/// </summary>
internal sealed class KnownMessages
{
    /// <summary>Threads; past it all are forgotten.</summary>
    private const int Threads = 64;

    /// <summary>Messages of one thread; a longer one is read anew each time.</summary>
    private const int Most = 1000;

    private readonly ConcurrentDictionary<(PrincipalId, ThreadId), MessageRow[]> _known = new();

    /// <returns>A list of the caller's own.</returns>
    public List<MessageRow> Of(PrincipalId person, ThreadId thread) => _known.TryGetValue((person, thread), out var known) ? [.. known] : [];

    public void Keep(PrincipalId person, ThreadId thread, List<MessageRow> messages)
    {
        var whole = 0;
        while (whole < messages.Count && messages[whole].Number == whole) whole++;
        if (whole is 0 or > Most) return;
        if (_known.Count >= Threads) _known.Clear();
        _known[(person, thread)] = [.. messages.Take(whole)];
    }
}
