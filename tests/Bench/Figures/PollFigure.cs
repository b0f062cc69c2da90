using Countersign.Tests.Bench.Ground;
using Countersign.Tests.Bench.Measuring;

namespace Countersign.Tests.Bench.Figures;

/// <summary>All CPU of the app while approvals wait on phones that nobody picks up, by the polls that the tenant counted; few of them, then many.</summary>
internal static class PollFigure
{
    private const int PerPerson = 2;

    public static async Task AddAsync(Scene scene, CancellationToken ct)
    {
        var world = await scene.WorldAsync(ct);
        var callers = new List<Caller>();
        while (callers.Count * PerPerson < scene.Plan.Waiting) callers.Add(await world.CallerAsync(ct));
        var few = Math.Max(1, callers.Count / 5);
        foreach (var caller in callers.Take(few)) await AskAsync(caller, ct);
        await Clock.WaitAsync(scene.Plan.PollSeconds, ct); // warms up
        var (fewCpu, _) = await PerPollAsync(scene, world, ct);
        foreach (var caller in callers.Skip(few)) await AskAsync(caller, ct);
        await Clock.WaitAsync(2, ct);
        var (cpu, perSecond) = await PerPollAsync(scene, world, ct);
        scene.Report.Add("poll_app_cpu_ms", cpu);
        scene.Report.Add($"poll_app_cpu_ms_of_{few * PerPerson}", fewCpu);
        scene.Report.Add("polls_per_s", perSecond);
    }

    private static async Task AskAsync(Caller caller, CancellationToken ct)
    {
        for (var i = 0; i < PerPerson; i++)
            await caller.UseAsync("github.create_issue", $$"""{"repository":"{{caller.Shop}}","title":"Waiting {{i}}","body":"."}""", ct);
    }

    private static async Task<(double Cpu, double PerSecond)> PerPollAsync(Scene scene, BenchWorld world, CancellationToken ct)
    {
        var (polls, cpu, started) = (await PollsAsync(world, ct), ProcessUse.CpuMs(world.App.Id), Clock.Now);
        await Clock.WaitAsync(scene.Plan.PollSeconds, ct);
        var (made, took) = (await PollsAsync(world, ct) - polls, Clock.Since(started));
        return ((ProcessUse.CpuMs(world.App.Id) - cpu) / made, made / (took / 1000));
    }

    private static async Task<double> PollsAsync(BenchWorld world, CancellationToken ct) =>
        (await world.ControlAsync("counters", null, ct)).GetProperty("ciba").GetProperty("polls").GetDouble();
}
