using Countersign.Tests.Bench.Ground;
using Countersign.Tests.Bench.Measuring;

namespace Countersign.Tests.Bench.Figures;

/// <summary>What waits costs nothing but disk, and goes on quickly.</summary>
internal static class ParkedFigures
{
    public static async Task AddAsync(Scene scene, CancellationToken ct)
    {
        _ = ct;
        var plan = scene.Plan;
        Targets.Resume(scene.Sync.P99);
        await using var parked = await DurableChild.RunAsync("parked", scene.Folder("parked"), plan.Few, plan.Idle, plan.Many, plan.IdleSeconds, plan.Growth ? 1 : 0);
        scene.Report.Add("parked_idle_cpu_pct", parked["idle_pct"]);
        if (plan.Growth) scene.Report.Add($"parked_idle_cpu_pct_of_{plan.Few}", parked["idle_few_pct"]);
        scene.Report.Add("parked_rss_growth_mib", parked["rss_many"] - parked["rss_few"]);
        scene.Report.Add("parked_rss_mib", parked["rss_many"]);
        scene.Report.AddDurable("resume_p99_ms", parked["resume_p99"]);
        scene.Report.AddDurable("resume_p50_ms", parked["resume_p50"]);
        scene.Report.AddDurable($"resume_p99_ms_of_{plan.Idle}", parked["resume_early_p99"]);
        scene.Report.Add("resumes_per_s", parked["resumes_per_s"]);
        scene.Report.Add("park_per_s", parked["park_per_s"]);
    }
}
