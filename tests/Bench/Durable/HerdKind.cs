using Countersign.Tests.Bench.Measuring;

namespace Countersign.Tests.Bench.Durable;

internal static class HerdKind
{
    /// <summary>Says when the first has moved and when all have, then ends.</summary>
    public static async Task RunAsync(int all)
    {
        var started = Clock.Now;
        while (BenchFunctions.Moved == 0) await Clock.WaitAsync(0.001, CancellationToken.None);
        Line.Say("first", Clock.Since(started));
        while (BenchFunctions.Moved < all) await Clock.WaitAsync(0.005, CancellationToken.None);
        Line.Say("all", Clock.Since(started));
    }
}
