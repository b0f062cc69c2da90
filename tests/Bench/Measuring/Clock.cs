namespace Countersign.Tests.Bench.Measuring;

internal static class Clock
{
    public static long Now => TimeProvider.System.GetTimestamp();

    /// <summary>Milliseconds since.</summary>
    public static double Since(long started) => TimeProvider.System.GetElapsedTime(started).TotalMilliseconds;

    public static Task WaitAsync(double seconds, CancellationToken ct) => Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System, ct);
}
