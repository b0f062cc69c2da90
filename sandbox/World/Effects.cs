namespace Countersign.Sandbox.World;

/// <summary>Something that changed at the provider, as the world saw it.</summary>
/// <param name="At">When, in the world's time.</param>
/// <param name="Kind"><c>merge</c>, <c>create_issue</c>, <c>comment</c>, <c>close_issue</c>, <c>commit</c>, <c>pull_request</c> or <c>ref</c>.</param>
/// <param name="Person">Name of the person whose token it was.</param>
/// <param name="Repository"><c>owner/name</c>.</param>
/// <param name="Target">What was acted on: a number, a ref, a path.</param>
/// <param name="Detail">One line more, for a person who reads the list.</param>
public sealed record Effect(DateTimeOffset At, string Kind, string Person, string Repository, string Target, string Detail);

/// <summary>Every effect in order. Tests assert on this, not on what the app says.</summary>
public sealed class Effects(TimeProvider time)
{
    private static readonly string[] Kinds = ["merge", "create_issue", "comment", "close_issue", "commit", "pull_request", "ref"];

    private readonly Lock _lock = new();
    private readonly List<Effect> _effects = [];

    public void Record(string kind, string person, string repository, string target, string detail)
    {
        lock (_lock)
            _effects.Add(new(time.GetUtcNow(), kind, person, repository, target, detail));
    }

    public IReadOnlyList<Effect> All
    {
        get
        {
            lock (_lock)
                return [.. _effects];
        }
    }

    /// <summary>Count by kind; the known kinds are there with 0.</summary>
    public IReadOnlyDictionary<string, int> Counts()
    {
        var counts = Kinds.ToDictionary(kind => kind, _ => 0, StringComparer.Ordinal);
        foreach (var effect in All)
            counts[effect.Kind] = counts.GetValueOrDefault(effect.Kind) + 1;
        return counts;
    }

    public void Reset()
    {
        lock (_lock)
            _effects.Clear();
    }
}
