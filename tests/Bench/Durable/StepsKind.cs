using Countersign.Tests.Bench.Measuring;
using Microsoft.DurableTask.Client;

namespace Countersign.Tests.Bench.Durable;

internal static class StepsKind
{
    /// <summary>Many instances step at once; once before to warm up.</summary>
    public static async Task RunAsync(DurableTaskClient client, Commits commits, int[] numbers)
    {
        var (instances, calls) = (numbers[0], numbers[1]);
        await StepAsync(client, instances, Math.Min(calls, 20));
        var (before, started) = (commits.Count, Clock.Now);
        await StepAsync(client, instances, calls);
        var seconds = Clock.Since(started) / 1000;
        Line.Say("per_s", instances * calls / seconds);
        Line.Say("per_sync", instances * calls / (double)(commits.Count - before));
    }

    /// <summary>One instance alone: the middle interval between two of its activities, and over the last tenth of its history.</summary>
    public static async Task AloneAsync(DurableTaskClient client, int calls)
    {
        await StepAsync(client, 4, calls);
        var (all, late) = (new Samples(), new Samples());
        for (var i = 0; i < 5; i++)
        {
            BenchFunctions.Ran.Clear();
            await StepAsync(client, 1, calls);
            var ran = BenchFunctions.Ran.ToArray();
            for (var j = 1; j < ran.Length; j++)
            {
                var took = TimeProvider.System.GetElapsedTime(ran[j - 1], ran[j]).TotalMilliseconds;
                all.Add(took);
                if (j >= ran.Length * 9 / 10) late.Add(took);
            }
        }

        Line.Say("each", all.P50);
        Line.Say("late", late.P50);
    }

    private static Task StepAsync(DurableTaskClient client, int instances, int calls) => Task.WhenAll(Enumerable.Range(0, instances).Select(async _ =>
    {
        var id = await client.ScheduleNewOrchestrationInstanceAsync(nameof(BenchFunctions.Steps), calls);
        await client.WaitForInstanceCompletionAsync(id);
    }));
}
