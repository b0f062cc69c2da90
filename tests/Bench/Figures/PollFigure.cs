using Countersign.Tests.Bench.Ground;
using Countersign.Tests.Bench.Measuring;

namespace Countersign.Tests.Bench.Figures;

/// <summary>The app's CPU while approvals wait on phones that nobody picks up, less what it takes idle, by the polls that the tenant counted.</summary>
internal static class PollFigure
{
    private const int PerPerson = 2;

    public static async Task AddAsync(Scene scene, CancellationToken ct)
    {
        var world = await scene.WorldAsync(ct);
        await AskAsync(scene, world, 1, ct);
        await Clock.WaitAsync(Math.Min(3, scene.Plan.PollSeconds), ct);
        var (few, _) = await PerPollAsync(scene, world, ct);
        await AskAsync(scene, world, scene.Plan.Waiting / PerPerson, ct);
        await Clock.WaitAsync(1.5, ct);
        var (many, perSecond) = await PerPollAsync(scene, world, ct);
        scene.Report.Add("poll_app_cpu_ms", many);
        scene.Report.Add("poll_app_cpu_ms_alone", few);
        scene.Report.Add("polls_per_s", perSecond);
    }

    private static async Task AskAsync(Scene scene, BenchWorld world, int people, CancellationToken ct)
    {
        _ = scene;
        for (var i = 0; i < people; i++)
        {
            var caller = await world.CallerAsync(ct);
            for (var j = 0; j < PerPerson; j++)
                await caller.UseAsync("github.create_issue", $$"""{"repository":"{{caller.Shop}}","title":"Waiting {{j}}","body":"."}""", ct);
        }
    }

    private static async Task<(double Cpu, double PerSecond)> PerPollAsync(Scene scene, BenchWorld world, CancellationToken ct)
    {
        var (polls, cpu, started) = (await PollsAsync(world, ct), ProcessUse.CpuMs(world.App.Id), Clock.Now);
        await Clock.WaitAsync(scene.Plan.PollSeconds, ct);
        var made = await PollsAsync(world, ct) - polls;
        return ((ProcessUse.CpuMs(world.App.Id) - cpu) / made, made / (Clock.Since(started) / 1000));
    }

    private static async Task<double> PollsAsync(BenchWorld world, CancellationToken ct) =>
        (await world.ControlAsync("counters", null, ct)).GetProperty("ciba").GetProperty("polls").GetDouble();
}
