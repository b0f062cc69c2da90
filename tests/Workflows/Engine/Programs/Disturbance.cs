namespace Countersign.Tests.Workflows.Engine.Programs;

/// <summary>What happens to a world while programs run in it, by seed.</summary>
internal sealed class Disturbance(int seed, long commits)
{
    /// <summary>A piece of work may end the process four times; the fifth would set it aside.</summary>
    private const int MostKills = 4;

    private readonly Random _random = new(seed);
    private readonly Lock _lock = new();

    public static Disturbance None => new(0, 0);

    public bool IsNone => commits == 0;

    /// <summary>After which commit of each process it is killed, and how long after; the last process is not.</summary>
    public IReadOnlyList<(long Commit, int Spins)> Kills()
    {
        var kills = IsNone ? 0 : _random.Next(1, MostKills + 1);
        // Mostly within what an undisturbed world does; sometimes while it starts.
        return [.. Enumerable.Range(0, kills).Select(_ => (_random.NextInt64(0, Math.Max(2, 2 * commits / (kills + 1))), Math.Max(0, _random.Next(-20_000, 20_000))))];
    }

    /// <summary>True for one in <paramref name="of"/>.</summary>
    public bool Happens(int of)
    {
        lock (_lock)
            return !IsNone && _random.Next(of) == 0;
    }

    public int Below(int bound)
    {
        lock (_lock)
            return _random.Next(bound);
    }

    public T OneOf<T>(params ReadOnlySpan<T> values)
    {
        lock (_lock)
            return values[_random.Next(values.Length)];
    }
}
