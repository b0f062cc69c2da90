namespace Countersign.Sandbox.World;

/// <summary>A request as it arrived, before any fault met it.</summary>
/// <param name="At">When, in the world's time.</param>
/// <param name="Party"><c>tenant</c>, <c>github</c>, <c>model</c> or <c>phone</c>.</param>
/// <param name="Path">Without the query.</param>
/// <param name="Grant">Of a request for a token, its <c>grant_type</c>; else null.</param>
public sealed record Arrival(DateTimeOffset At, string Party, string Method, string Path, string? Grant);

/// <summary>The last requests of every party but the control API, in the order they arrived: what is retried, and when.</summary>
public sealed class Requests(TimeProvider time)
{
    private const int Kept = 50_000;

    private readonly Lock _lock = new();
    private readonly Queue<Arrival> _arrivals = new();

    public void Record(string party, string method, string path, string? grant)
    {
        lock (_lock)
        {
            _arrivals.Enqueue(new(time.GetUtcNow(), party, method, path, grant));
            if (_arrivals.Count > Kept)
                _arrivals.Dequeue();
        }
    }

    public IReadOnlyList<Arrival> All
    {
        get
        {
            lock (_lock)
                return [.. _arrivals];
        }
    }

    public void Reset()
    {
        lock (_lock)
            _arrivals.Clear();
    }
}
