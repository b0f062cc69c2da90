using System.Collections.Concurrent;

namespace Countersign.Sandbox.World;

/// <summary>Every redeemable text that the sandbox has given out or was shown (a verifier, an assertion), so that a test can look for each where none may lie. Survives a reset.</summary>
public sealed class Issued
{
    private readonly ConcurrentQueue<(string Kind, string Text)> _all = new();

    public IReadOnlyCollection<(string Kind, string Text)> All => _all;

    /// <returns>The text itself.</returns>
    public string Note(string kind, string text)
    {
        _all.Enqueue((kind, text));
        return text;
    }
}
