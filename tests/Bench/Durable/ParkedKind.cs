using Countersign.Runtime.Durable;
using Countersign.Tests.Bench.Measuring;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Countersign.Tests.Bench.Durable;

internal static class ParkedKind
{
    private const int AtOnce = 512;

    /// <summary>Few, then more, then many parked; then events to some of the many at half of what they go through at most.</summary>
    public static async Task RunAsync(DurableTaskClient client, DurableEngine engine, int[] numbers)
    {
        var (few, idle, many, seconds) = (numbers[0], numbers[1], numbers[2], numbers[3]);
        await ParkAsync(client, 0, few, TimeSpan.FromDays(2));
        Line.Say("rss_few", Settled());
        await ParkAsync(client, few, idle, TimeSpan.FromDays(2));
        Settled();
        await Clock.WaitAsync(Math.Min(seconds, 4), CancellationToken.None); // the log is copied back meanwhile
        var (cpu, started) = (ProcessUse.CpuMs(Environment.ProcessId), Clock.Now);
        await Clock.WaitAsync(seconds, CancellationToken.None);
        Line.Say("idle_pct", (ProcessUse.CpuMs(Environment.ProcessId) - cpu) / Clock.Since(started) * 100);
        started = Clock.Now;
        await ParkAsync(client, idle, many, TimeSpan.FromDays(2));
        Line.Say("park_per_s", (many - idle) / (Clock.Since(started) / 1000));
        Line.Say("rss_many", Settled());
        Line.Say("in_memory", engine.InstancesInMemory);

        var events = Math.Min(4000, many / 4);
        started = Clock.Now;
        await Parallel.ForEachAsync(Enumerable.Range(0, events), new ParallelOptions { MaxDegreeOfParallelism = 256 }, async (i, _) => await ResumeAsync(client, IdOf(many - 1 - i)));
        var full = events / (Clock.Since(started) / 1000);
        Line.Say("resumes_per_s", full);
        await HalfLoadAsync(client, full / 2, events, many / 2);
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

    private static async Task HalfLoadAsync(DurableTaskClient client, double rate, int count, int skip)
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
        Line.Say("resume_p50", samples.P50);
        Line.Say("resume_p99", samples.P99);

        int Number(int i) => skip - 1 - i;

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
