using DurableTask.Core.Exceptions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Countersign.Approvals;

/// <summary>One per tenant, alive while anything is pending. It begins anew each round and reads the list again before it ends.</summary>
public static class Poller
{
    /// <summary>The one instance.</summary>
    public const string Instance = "poller";

    /// <summary>Five tries over about half a minute; after that the one-minute timer starts it again.</summary>
    private static readonly TaskOptions Retries = TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromSeconds(1), 2.0));

    [Function(nameof(Poller))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var last = context.GetInput<PollRound>() ?? new PollRound(null, null);
        var round = await context.CallActivityAsync<PollRound>(nameof(PollApprovals), last, Retries);
        if (round.Next is null) round = await context.CallActivityAsync<PollRound>(nameof(PollApprovals), round, Retries);
        if (round.Next is not { } next) return;

        var woken = context.WaitForExternalEvent<Wake>(Wake.Event);
        using var timer = new CancellationTokenSource();
        await Task.WhenAny(woken, context.CreateTimer(next, timer.Token));
        timer.Cancel(); // a durable timer: nothing to wait for
        context.ContinueAsNew(round);
    }

    /// <summary>Starts it if it is not alive; what lived and ended is replaced.</summary>
    public static async Task StartAsync(DurableTaskClient client, CancellationToken ct)
    {
        if (await client.GetInstanceAsync(Instance, ct) is { IsCompleted: false })
        {
            // It may sleep until a later row is due.
            await Wake.RaiseAsync(client, Instance, ct);
            return;
        }

        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(nameof(Poller), new PollRound(null, null), new StartOrchestrationOptions(Instance), ct);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            // Somebody else started it.
        }
    }
}

/// <summary>What one round hands to the next.</summary>
/// <param name="Next">When to look again, UTC; null when the list was empty.</param>
/// <param name="Pause">Nothing is polled before this, UTC: the tenant's limit is everybody's.</param>
public sealed record PollRound(DateTime? Next, DateTime? Pause);
