namespace Countersign.Tests.Workflows.Engine;

/// <summary>A clock that can be set while time runs on: what people and NTP do to it. Timers go by running time.</summary>
internal sealed class SetTime(ManualTime running) : TimeProvider
{
    private long _ticks;

    public override long TimestampFrequency => running.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => running.GetUtcNow().AddTicks(Volatile.Read(ref _ticks));

    public override long GetTimestamp() => running.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => running.CreateTimer(callback, state, dueTime, period);

    public void Set(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
}
