namespace Countersign.Tests.Bench.Measuring;

/// <summary>Durations of one kind, in milliseconds.</summary>
internal sealed class Samples
{
    private readonly List<double> _all = [];

    public int Count => _all.Count;

    public void Add(double milliseconds)
    {
        lock (_all) _all.Add(milliseconds);
    }

    public double P(double percent)
    {
        lock (_all)
        {
            if (_all.Count == 0) return double.NaN;
            var sorted = _all.Order().ToArray();
            return sorted[Math.Clamp((int)Math.Ceiling(percent / 100 * sorted.Length) - 1, 0, sorted.Length - 1)];
        }
    }

    public double P50 => P(50);

    public double P99 => P(99);

    /// <summary>Times one call and keeps it.</summary>
    public async Task TimeAsync(Func<Task> call)
    {
        var started = Clock.Now;
        await call();
        Add(Clock.Since(started));
    }
}
