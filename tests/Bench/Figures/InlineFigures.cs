using System.Collections.Concurrent;
using Countersign.Scripts;
using Countersign.Tests.Bench.Ground;
using Countersign.Tests.Bench.Measuring;

namespace Countersign.Tests.Bench.Figures;

/// <summary>An allowed read through the door beside a bare client's: turn about, in the same minute, against the same sandbox.</summary>
internal static class InlineFigures
{
    private const int WarmUp = 1000;

    /// <summary>What the app's project sets for its process.</summary>
    private static readonly (string Name, string Value)[] s_asTheApp = [("DOTNET_TieredPGO", "0"), ("DOTNET_ThreadPool_UnfairSemaphoreSpinLimit", "0")];

    public static async Task AddAsync(Scene scene, CancellationToken ct)
    {
        var world = await scene.WorldAsync(ct);
        var callers = new List<Caller>();
        for (var i = 0; i < scene.Plan.Callers; i++) callers.Add(await world.CallerAsync(ct));
        using var bare = new BareClient(world.Settings);
        await SideBySideAsync(world, bare, callers, scene.Plan.Calls < 100 ? scene.Plan.Calls : WarmUp, ct);

        var before = ProcessUse.CpuMs(world.App.Id);
        var (app, direct) = await SideBySideAsync(world, bare, callers, scene.Plan.Calls, ct);
        var cpu = (ProcessUse.CpuMs(world.App.Id) - before) / scene.Plan.Calls;
        var sync = Disk.Sync(scene.Data, 200).P50;
        scene.Report.AddDurable("inline_added_ms", app.P50 - direct.P50 - sync);
        scene.Report.Add("inline_app_cpu_ms", cpu);
        scene.Report.Add("inline_p50_ms", app.P50);
        scene.Report.Add("inline_bare_p50_ms", direct.P50);
        before = ProcessUse.CpuMs(world.App.Id);
        await SideBySideAsync(world, bare, callers, scene.Plan.Calls, ct, Caller.Discussed);
        scene.Report.Add("inline_app_cpu_ms_with_comments", (ProcessUse.CpuMs(world.App.Id) - before) / scene.Plan.Calls);
        before = ProcessUse.CpuMs(Environment.ProcessId);
        for (var i = 0; i < scene.Plan.Calls; i++)
            await bare.ReadIssueAsync(callers[i % callers.Count].Token, callers[i % callers.Count].Shop, Caller.Bare, ct);
        scene.Report.Add("inline_bare_cpu_ms", (ProcessUse.CpuMs(Environment.ProcessId) - before) / scene.Plan.Calls);
        await PlainAsync(scene, world, callers, ct);
        await LoadAsync(scene, callers, scene.Plan.LoadSeconds, "", ct);
        if (scene.Plan.StoredActions > 0) await StoredAsync(scene, world, bare, ct);
    }

    private static async Task<(Samples App, Samples Bare)> SideBySideAsync(BenchWorld world, BareClient bare, List<Caller> callers, int calls, CancellationToken ct, int number = Caller.Bare)
    {
        var (app, direct) = (new Samples(), new Samples());
        for (var i = 0; i < calls; i++)
        {
            var caller = callers[i % callers.Count];
            await app.TimeAsync(() => caller.ReadIssueAsync(number, ct));
            await direct.TimeAsync(() => bare.ReadIssueAsync(caller.Token, caller.Shop, number, ct));
        }

        return (app, direct);
    }

    /// <summary>The same calls to an app that has the same parts and none of the laws.</summary>
    private static async Task PlainAsync(Scene scene, BenchWorld world, List<Caller> callers, CancellationToken ct)
    {
        var url = $"http://127.0.0.1:{Ports.FreeRow(1)}/";
        var environment = PlainApp.Needed.ToDictionary(key => key.Replace(":", "__", StringComparison.Ordinal), key => world.Settings[key]);
        foreach (var (name, value) in s_asTheApp) environment[name] = value;
        await using var plain = Child.Start(
            "dotnet", [Build.Output("tests/Bench", "Countersign.Tests.Bench.dll"), "plain", url, Path.Combine(scene.Folder("plain"), "plain.db")], environment);
        await FirstAnswer.ComesAsync(new Uri(url), null, ct);
        await ReadAsync(scene.Plan.Calls < 100 ? scene.Plan.Calls : WarmUp);
        var before = ProcessUse.CpuMs(plain.Id);
        var samples = await ReadAsync(scene.Plan.Calls);
        scene.Report.Add("inline_plain_cpu_ms", (ProcessUse.CpuMs(plain.Id) - before) / scene.Plan.Calls);
        scene.Report.Add("inline_plain_p50_ms", samples.P50);

        async Task<Samples> ReadAsync(int calls)
        {
            var samples = new Samples();
            for (var i = 0; i < calls; i++) await samples.TimeAsync(() => callers[i % callers.Count].ReadIssueAsync(Caller.Bare, ct, url));
            return samples;
        }
    }

    /// <summary>A constant rate of a third of what four callers at once reach; each latency counts from when the request was due.</summary>
    private static async Task LoadAsync(Scene scene, List<Caller> callers, int seconds, string size, CancellationToken ct)
    {
        var probe = Math.Max(8, scene.Plan.Calls / 3);
        var started = Clock.Now;
        await Parallel.ForEachAsync(Enumerable.Range(0, probe), new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = ct },
            async (i, cancel) => await callers[i % callers.Count].ReadIssueAsync(Caller.Bare, cancel));
        var rate = probe / (Clock.Since(started) / 1000) / 3;

        var samples = new Samples();
        var count = (int)Math.Max(5, rate * seconds);
        var begin = Clock.Now;
        var running = new ConcurrentBag<Task>();
        for (var i = 0; i < count; i++)
        {
            var due = i / rate * 1000;
            var early = due - Clock.Since(begin);
            if (early > 1) await Clock.WaitAsync(early / 1000, ct);
            var caller = callers[i % callers.Count];
            running.Add(OneAsync());

            async Task OneAsync()
            {
                await caller.ReadIssueAsync(Caller.Bare, ct);
                samples.Add(Clock.Since(begin) - due);
            }
        }

        await Task.WhenAll(running);
        scene.Report.AddDurable("inline_p99_ratio" + size, samples.P99 / samples.P50);
        scene.Report.Add("inline_load_per_s" + size, rate);
        scene.Report.Add("inline_load_p50_ms" + size, samples.P50);
    }

    /// <summary>The same with many actions stored in the person's partition.</summary>
    private static async Task StoredAsync(Scene scene, BenchWorld world, BareClient bare, CancellationToken ct)
    {
        var caller = await world.StoredCallerAsync(scene.Plan.StoredActions, ct);
        var calls = Math.Min(scene.Plan.Calls, 400);
        await SideBySideAsync(world, bare, [caller], scene.Plan.Calls < 100 ? calls : WarmUp, ct); // a process that was just started
        var before = ProcessUse.CpuMs(world.App.Id);
        var (app, direct) = await SideBySideAsync(world, bare, [caller], calls, ct);
        scene.Report.Add($"inline_app_cpu_ms_at_{scene.Plan.StoredActions}_stored", (ProcessUse.CpuMs(world.App.Id) - before) / calls);
        scene.Report.AddDurable($"inline_added_ms_at_{scene.Plan.StoredActions}_stored", app.P50 - direct.P50 - Disk.Sync(scene.Data, 200).P50);
        // GitHub answers one person 5,000 requests an hour, and most of these are gone.
        if (scene.Plan.Growth) await LoadAsync(scene, [caller], scene.Plan.LoadSeconds / 4, $"_at_{scene.Plan.StoredActions}_stored", ct);
    }
}
