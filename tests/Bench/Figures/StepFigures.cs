using Countersign.Tests.Bench.Ground;
using Countersign.Tests.Bench.Measuring;

namespace Countersign.Tests.Bench.Figures;

/// <summary>Activity calls of many instances and of one alone, each on disk before the next.</summary>
internal static class StepFigures
{
    public static async Task AddAsync(Scene scene, CancellationToken ct)
    {
        _ = ct;
        var plan = scene.Plan;
        await using var few = await DurableChild.RunAsync("steps", scene.Folder("steps-few"), plan.Instances / 4, plan.Steps);
        await using var many = await DurableChild.RunAsync("steps", scene.Folder("steps"), plan.Instances, plan.Steps);
        scene.Report.AddDurable("steps_per_s", many["per_s"]);
        scene.Report.AddDurable("steps_per_sync", many["per_sync"]);
        scene.Report.AddDurable($"steps_per_s_of_{plan.Instances / 4}", few["per_s"]);
        var before = Disk.Sync(scene.Data, 150).P50;
        await using var alone = await DurableChild.RunAsync("alone", scene.Folder("alone"), plan.Steps);
        // The disk is not the same all the time: as it was on both sides of it.
        var sync = (before + Disk.Sync(scene.Data, 150).P50) / 2;
        scene.Report.AddDurable("step_latency_ms", alone["each"] - 2 * sync);
        scene.Report.AddDurable("step_latency_late_ms", alone["late"] - 2 * sync);
    }
}
