namespace Countersign.Tests.Workflows.Runs;

/// <summary>The real clock, put forward by the test. Timers run as long as they were set to.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    private long _ticks;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Volatile.Read(ref _ticks));

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public void Forward(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
}
