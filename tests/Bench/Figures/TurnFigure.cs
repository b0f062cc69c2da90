using Countersign.Tests.Bench.Ground;
using Countersign.Tests.Bench.Measuring;

namespace Countersign.Tests.Bench.Figures;

/// <summary>
/// A run of many model turns, a read in each: what lies between the model's answer and being asked again, early and late. The model itself takes no part
/// in it. One turn's figure is the mean of it and its two neighbours on both sides.
/// </summary>
internal static class TurnFigure
{
    public static async Task AddAsync(Scene scene, CancellationToken ct)
    {
        var world = await scene.WorldAsync(ct);
        var (early, late) = (new Samples(), new Samples());
        var last = scene.Plan.Turns;
        for (var run = 0; run <= scene.Plan.Runs; run++)
        {
            var caller = await world.CallerAsync(ct);
            var message = $"{last} turns of {caller.Shop} {caller.Name}";
            var started = await caller.JsonAsync(HttpMethod.Post, "api/runs", $$"""{"message":"{{message}}"}""", ct, Guid.NewGuid().ToString());
            await DoneAsync(caller, started.GetProperty("id").GetString()!, ct);
            if (run == 0 && scene.Plan.Runs > 1) continue; // warms up
            Between(world.Model.Of(message), 5, early);
            Between(world.Model.Of(message), last - 2, late);
        }

        scene.Report.Add("turn_cost_ratio", late.P50 / early.P50);
        scene.Report.Add("turn_5_ms", early.P50);
        scene.Report.Add($"turn_{last - 2}_ms", late.P50);
    }

    private static void Between(IReadOnlyList<ModelStub.Asked> asked, int turn, Samples samples)
    {
        for (var i = turn - 2; i <= Math.Min(turn + 2, asked.Count - 1); i++)
            samples.Add(TimeProvider.System.GetElapsedTime(asked[i - 1].Answered, asked[i].Came).TotalMilliseconds);
    }

    public static async Task DoneAsync(Caller caller, string run, CancellationToken ct)
    {
        var started = Clock.Now;
        while (Clock.Since(started) < 180_000)
        {
            var row = await caller.JsonAsync(HttpMethod.Get, $"api/runs/{run}", null, ct);
            if (row.GetProperty("state").GetString() == "done") return;
            if (row.GetProperty("state").GetString() is "failed" or "cancelled") throw new InvalidOperationException($"The run failed: {row}");
            await Clock.WaitAsync(0.05, ct);
        }

        throw new TimeoutException($"{run} was not done in three minutes.");
    }
}
