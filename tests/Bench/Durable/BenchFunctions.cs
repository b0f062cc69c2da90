using System.Collections.Concurrent;
using Countersign.Tests.Bench.Measuring;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Countersign.Tests.Bench.Durable;

/// <summary>Orchestrations that do nothing but be orchestrated.</summary>
public static class BenchFunctions
{
    public const string Go = "go";

    private static readonly ConcurrentDictionary<string, TaskCompletionSource<long>> s_awaited = new(StringComparer.Ordinal);
    private static long s_moved;

    /// <summary>When each activity of <see cref="Steps"/> ran; of one instance at a time.</summary>
    public static ConcurrentQueue<long> Ran { get; } = [];

    /// <summary>Parked instances that went on.</summary>
    public static long Moved => Interlocked.Read(ref s_moved);

    internal static void Began() => Interlocked.Exchange(ref s_moved, 0);

    /// <summary>When the parked instance goes on.</summary>
    internal static Task<long> Awaited(string instance) => s_awaited.GetOrAdd(instance, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    [Function(nameof(Steps))]
    public static async Task Steps([OrchestrationTrigger] TaskOrchestrationContext context, int calls)
    {
        for (var i = 0; i < calls; i++) await context.CallActivityAsync<int>(nameof(Step), i);
    }

    [Function(nameof(Step))]
    public static int Step([ActivityTrigger] int number)
    {
        Ran.Enqueue(Clock.Now);
        return number;
    }

    /// <summary>One wait and one far timer.</summary>
    [Function(nameof(Park))]
    public static async Task Park([OrchestrationTrigger] TaskOrchestrationContext context, DateTime until)
    {
        var go = context.WaitForExternalEvent<string>(Go);
        using var timer = new CancellationTokenSource();
        await Task.WhenAny(go, context.CreateTimer(until, timer.Token));
        if (!context.IsReplaying)
        {
            Interlocked.Increment(ref s_moved);
            if (s_awaited.TryRemove(context.InstanceId, out var awaited)) awaited.TrySetResult(Clock.Now);
        }

        timer.Cancel(); // a durable timer: nothing to wait for
    }

    /// <summary>A new instance with one activity, answered when it is over.</summary>
    [Function(nameof(Fresh))]
    public static async Task<IResult> Fresh(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "fresh")] HttpRequest request, [DurableClient] DurableTaskClient client, CancellationToken ct)
    {
        _ = request;
        var id = await client.ScheduleNewOrchestrationInstanceAsync(nameof(Steps), 1, ct);
        await client.WaitForInstanceCompletionAsync(id, ct);
        return Results.Ok();
    }
}
