namespace Countersign.Sandbox.World;

/// <summary>The tenant's clock: the world's, moved by what the control API says.</summary>
public sealed class OffsetClock(TimeProvider inner) : TimeProvider
{
    public TimeSpan Offset { get; set; }

    public override TimeZoneInfo LocalTimeZone => inner.LocalTimeZone;

    public override long TimestampFrequency => inner.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow() + Offset;

    public override long GetTimestamp() => inner.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        inner.CreateTimer(callback, state, dueTime, period);
}
