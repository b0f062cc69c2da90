using Countersign.Scripts;
using Countersign.Tests.Bench.Ground;
using Countersign.Tests.Bench.Measuring;

namespace Countersign.Tests.Bench.Figures;

/// <summary>From the start of the process to the first answer, turn about with an empty app.</summary>
internal static class ColdStartFigure
{
    public static async Task AddAsync(Scene scene, CancellationToken ct)
    {
        var world = await scene.WorldAsync(ct);
        await AddAsync(scene, world, await world.CallerAsync(ct), "", ct);
    }

    public static async Task AddStoredAsync(Scene scene, CancellationToken ct)
    {
        if (!scene.Plan.Growth || scene.Plan.StoredActions == 0) return;
        var world = await scene.WorldAsync(ct);
        await AddAsync(scene, world, await world.StoredCallerAsync(scene.Plan.StoredActions, ct), $"_at_{scene.Plan.StoredActions}_stored", ct);
    }

    private static async Task AddAsync(Scene scene, BenchWorld world, Caller caller, string size, CancellationToken ct)
    {
        var (app, empty) = (new Samples(), new Samples());
        await world.App.StopAsync();
        for (var i = 0; i <= scene.Plan.Starts; i++)
        {
            var one = await TimeAsync(() => world.App.Launch(), new Uri($"{world.App.Url}/api/tools"), caller.Token, () => world.App.StopAsync(), ct);
            var other = await EmptyAsync(ct);
            if (i == 0 && scene.Plan.Starts > 1) continue; // the first of each brings the files into memory
            app.Add(one);
            empty.Add(other);
        }

        await world.App.StartAsync(ct);
        scene.Report.Add("cold_start_ratio" + size, app.P50 / empty.P50);
        scene.Report.Add("cold_start_ms" + size, app.P50);
        scene.Report.Add("cold_start_empty_ms" + size, empty.P50);
    }

    private static async Task<double> EmptyAsync(CancellationToken ct)
    {
        var url = $"http://127.0.0.1:{Ports.FreeRow(1)}";
        Child? child = null;
        return await TimeAsync(
            () => child = Child.Start("dotnet", [Build.Output("tests/Bench", "Countersign.Tests.Bench.dll"), "empty", url]), new Uri(url), null,
            async () => await child!.DisposeAsync(), ct); // started by the line above
    }

    private static async Task<double> TimeAsync(Action start, Uri address, string? token, Func<Task> stop, CancellationToken ct)
    {
        var started = Clock.Now;
        start();
        await FirstAnswer.ComesAsync(address, token, ct);
        var took = Clock.Since(started);
        await stop();
        return took;
    }
}
