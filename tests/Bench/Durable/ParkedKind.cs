using Countersign.Runtime.Durable;
using Countersign.Tests.Bench.Measuring;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Countersign.Tests.Bench.Durable;

internal static class ParkedKind
{
    private const int AtOnce = 512;

    /// <summary>Few, then more, then many parked; events to some of those and of the many, at half of what they go through at most.</summary>
    public static async Task RunAsync(DurableTaskClient client, DurableEngine engine, int[] numbers)
    {
        var (few, idle, many, seconds, growth) = (numbers[0], numbers[1], numbers[2], numbers[3], numbers[4] == 1);
        await ParkAsync(client, 0, few, TimeSpan.FromDays(2));
        Line.Say("rss_few", Settled());
        if (growth) Line.Say("idle_few_pct", await IdleAsync(seconds));
        await ParkAsync(client, few, idle, TimeSpan.FromDays(2));
        Settled();
        Line.Say("idle_pct", await IdleAsync(seconds));
        var resumed = Math.Min(1_000, idle / 4);
        await ResumeAsync(client, idle, resumed, "resume_early");
        var started = Clock.Now;
        var top = many + 2 * resumed; // in the place of those that went on
        await ParkAsync(client, idle, top, TimeSpan.FromDays(2));
        Line.Say("park_per_s", (top - idle) / (Clock.Since(started) / 1000));
        Line.Say("rss_many", Settled());
        Line.Say("in_memory", engine.InstancesInMemory);

        await ResumeAsync(client, top, Math.Min(4_000, many / 4), "resume");
    }

    /// <summary>The share of a core, in percent.</summary>
    private static async Task<double> IdleAsync(int seconds)
    {
        await Clock.WaitAsync(Math.Min(seconds, 4), CancellationToken.None); // the log is copied back meanwhile
        var (cpu, started) = (ProcessUse.CpuMs(Environment.ProcessId), Clock.Now);
        await Clock.WaitAsync(seconds, CancellationToken.None);
        return (ProcessUse.CpuMs(Environment.ProcessId) - cpu) / Clock.Since(started) * 100;
    }

    /// <summary>Twice so many go on, the last of those below <paramref name="top"/>: as fast as they can, then at half of that.</summary>
    private static async Task ResumeAsync(DurableTaskClient client, int top, int events, string name)
    {
        var started = Clock.Now;
        await Parallel.ForEachAsync(Enumerable.Range(0, events), new ParallelOptions { MaxDegreeOfParallelism = 256 }, async (i, _) => await ResumeAsync(client, IdOf(top - 1 - i)));
        var full = events / (Clock.Since(started) / 1000);
        Line.Say($"{name}s_per_s", full);
        await HalfLoadAsync(client, full / 2, events, top - events, name);
    }

    /// <summary>Instances numbered <paramref name="from"/> to <paramref name="to"/>, each waiting when this returns.</summary>
    public static async Task ParkAsync(DurableTaskClient client, int from, int to, TimeSpan far)
    {
        var until = TimeProvider.System.GetUtcNow().UtcDateTime + far;
        await Parallel.ForEachAsync(Enumerable.Range(from, to - from), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, ct) =>
        {
            await client.ScheduleNewOrchestrationInstanceAsync(nameof(BenchFunctions.Park), until, new StartOrchestrationOptions(IdOf(i)), ct);
            await client.WaitForInstanceStartAsync(IdOf(i), ct);
        });
    }

    private static async Task HalfLoadAsync(DurableTaskClient client, double rate, int count, int top, string name)
    {
        var samples = new Samples();
        var running = new List<Task>();
        var begin = Clock.Now;
        for (var i = 0; i < count; i++)
        {
            var due = i / rate * 1000;
            if (due - Clock.Since(begin) is > 1 and var early) await Clock.WaitAsync(early / 1000, CancellationToken.None);
            running.Add(OneAsync(IdOf(Number(i)), due));
        }

        await Task.WhenAll(running);
        Line.Say($"{name}_p50", samples.P50);
        Line.Say($"{name}_p99", samples.P99);

        int Number(int i) => top - 1 - i;

        async Task OneAsync(string id, double due)
        {
            var went = await ResumeAsync(client, id);
            samples.Add(TimeProvider.System.GetElapsedTime(begin, went).TotalMilliseconds - due);
        }
    }

    private static async Task<long> ResumeAsync(DurableTaskClient client, string id)
    {
        var awaited = BenchFunctions.Awaited(id);
        await client.RaiseEventAsync(id, BenchFunctions.Go, "now");
        return await awaited;
    }

    /// <summary>Resident memory once what nothing refers to is gone.</summary>
    private static double Settled()
    {
        for (var i = 0; i < 2; i++)
        {
            GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return ProcessUse.RssMib(Environment.ProcessId);
    }

    private static string IdOf(int number) => $"parked-{number:D7}";
}
