using Countersign.Sandbox.World;

namespace Countersign.Sandbox.Tenant.Management;

/// <summary>The Management API's limit as a token bucket: bursts of 50, 16 a second.</summary>
public sealed class RequestBudget(SandboxWorld world)
{
    public const int Burst = 50;
    private const double PerSecond = 16;

    private readonly Lock _lock = new();
    private double _left = Burst;
    private DateTimeOffset _at = world.Time.GetUtcNow();

    /// <summary>Takes one request; the number left, or null when there was none.</summary>
    public int? Take()
    {
        lock (_lock)
        {
            var now = world.Time.GetUtcNow();
            _left = Math.Min(Burst, _left + Math.Max(0, (now - _at).TotalSeconds) * PerSecond);
            _at = now;
            if (_left < 1)
                return null;
            return (int)--_left;
        }
    }

    public void Reset()
    {
        lock (_lock)
            _left = Burst;
    }
}
