using System.Globalization;
using Countersign.Tests.Bench.Ground;
using Countersign.Tests.Bench.Measuring;

namespace Countersign.Tests.Bench.Figures;

/// <summary>Stepped-up merges from call to effect: how long after the tenant gave out the approval GitHub saw it, and what each leaves on disk.</summary>
internal static class MergeFigures
{
    public static async Task AddAsync(Scene scene, CancellationToken ct)
    {
        var world = await scene.WorldAsync(ct);
        await AddAsync(scene, world, await world.CallerAsync(ct), "", ct);
        if (!scene.Plan.Growth || scene.Plan.StoredActions == 0) return;
        await AddAsync(scene, world, await world.StoredCallerAsync(scene.Plan.StoredActions, ct), $"_at_{scene.Plan.StoredActions}_stored", ct);
    }

    private static async Task AddAsync(Scene scene, BenchWorld world, Caller caller, string size, CancellationToken ct)
    {
        await world.ControlAsync("auto-answer", $$"""{"person":"{{caller.Name}}","answer":"approve"}""", ct);
        await MergeAsync(world, caller, 1, ct);

        var before = 0L;
        await world.WithoutAppAsync(() => Task.FromResult(before = BytesOf(world)), ct);
        await MergeAsync(world, caller, scene.Plan.Merges, ct);
        var after = 0L;
        await world.WithoutAppAsync(() => Task.FromResult(after = BytesOf(world)), ct);

        var samples = new Samples();
        var pushes = (await world.ControlAsync($"pushes?person={caller.Name}", null, ct)).EnumerateArray().Select(push => Instant(push, "redeemed_at")).Order().ToList();
        var effects = (await world.ControlAsync($"effects?person={caller.Name}", null, ct)).EnumerateArray().Select(effect => Instant(effect, "at")).Order().ToList();
        // One at a time, so the nth approval is the nth effect's; the first warms up.
        for (var i = 1; i < effects.Count; i++) samples.Add((effects[i] - pushes[i]).TotalMilliseconds);
        scene.Report.Add("answer_to_effect_ms" + size, samples.P50);
        scene.Report.Add("answer_to_effect_p99_ms" + size, samples.P99);
        scene.Report.Add("bytes_per_action" + size, (double)(after - before) / scene.Plan.Merges);
    }

    private static async Task MergeAsync(BenchWorld world, Caller caller, int times, CancellationToken ct)
    {
        for (var i = 0; i < times; i++)
        {
            var proposed = await caller.UseAsync("github.merge_pull_request", $$"""{"repository":"{{await world.ShopAsync(caller, ct)}}","number":7}""", ct);
            await Merges.DoneAsync(caller, proposed.GetProperty("id").GetString()!, ct);
        }
    }

    private static DateTimeOffset Instant(System.Text.Json.JsonElement row, string name) =>
        DateTimeOffset.Parse(row.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);

    /// <summary>Both databases and the checkpoints, closed: nothing waits in a write-ahead file.</summary>
    private static long BytesOf(BenchWorld world) =>
        new[] { "app", "runtime", "checkpoints" }.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(world.Data, folder))).Sum(file => new FileInfo(file).Length);
}
