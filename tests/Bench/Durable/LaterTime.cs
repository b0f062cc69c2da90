namespace Countersign.Tests.Bench.Durable;

/// <summary>The machine's time, and some: what was to happen in between is due at once.</summary>
internal sealed class LaterTime(TimeSpan by) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;
}
