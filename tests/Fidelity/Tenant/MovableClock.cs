namespace Countersign.Tests.Fidelity.Tenant;

/// <summary>A clock that stands at a real instant until a test moves it; its timers run on the real one.</summary>
public sealed class MovableClock : TimeProvider
{
    private DateTimeOffset _now = new(TimeProvider.System.GetUtcNow().Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;

    public void Move(TimeSpan by) => _now += by;
}
