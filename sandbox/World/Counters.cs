using System.Collections.Concurrent;

namespace Countersign.Sandbox.World;

/// <summary>Plain counters by name: <c>pushes</c>, <c>model_calls</c>, <c>github_requests</c>, <c>ciba.asked</c>, <c>exchanges.ok</c> …</summary>
public sealed class Counters
{
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    public void Add(string name) => _counts.AddOrUpdate(name, 1, (_, count) => count + 1);

    public int this[string name] => _counts.GetValueOrDefault(name);

    public void Reset() => _counts.Clear();
}
