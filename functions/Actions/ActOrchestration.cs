using Countersign.Approvals;
using Countersign.Vault;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Countersign.Actions;

/// <summary>
/// One action, instance <c>act-{id}</c>: resolve, decide, ask and park, execute. Every step reads the row and leaves in it what it did, so a step may run
/// twice and the instance may begin anew at any point. An event only wakes; one wait serves until it was woken.
/// </summary>
public static class ActOrchestration
{
    /// <summary>At most 6 events of history a step, and no history passes 200.</summary>
    private const int Steps = 24;

    /// <summary>Three tries within five seconds; what fails longer begins anew after <see cref="Pause"/>, its history gone.</summary>
    private static readonly TaskOptions Retried = new(new RetryPolicy(3, TimeSpan.FromSeconds(1), 2));

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    /// <returns>The settled state.</returns>
    [Function(nameof(Act))]
    public static async Task Act([OrchestrationTrigger] TaskOrchestrationContext context, ActRef action)
    {
        var settled = context.WaitForExternalEvent<Wake>(Wake.Event);
        try
        {
            var step = await context.CallActivityAsync<ActStep>(nameof(ReadActionState), action, Retried);
            for (var i = 0; i < Steps; i++)
            {
                if (step.Next == ActNext.Over) return;
                if (step.Next == ActNext.Wait || step.At is not null)
                {
                    var woken = await SleepAsync(context, settled, step.At);
                    if (woken) settled = context.WaitForExternalEvent<Wake>(Wake.Event);
                    if (woken || step.Next == ActNext.Wait)
                    {
                        step = await context.CallActivityAsync<ActStep>(nameof(ReadActionState), action, Retried);
                        continue;
                    }
                }

                step = await TakeAsync(context, action, step);
            }
        }
        catch (TaskFailedException)
        {
            // The store was away, or a defect: what is in the row stands, and is gone on with.
            await SleepAsync(context, settled, new DateTimeOffset(context.CurrentUtcDateTime) + Pause);
        }

        context.ContinueAsNew(action);
    }

    private static async Task<ActStep> TakeAsync(TaskOrchestrationContext context, ActRef action, ActStep step)
    {
        switch (step.Next)
        {
            case ActNext.Resolve:
                return await context.CallActivityAsync<ActStep>(nameof(ResolveAction), action, Retried);
            case ActNext.Decide:
                return await context.CallActivityAsync<ActStep>(nameof(DecideAction), action, Retried);
            case ActNext.Execute:
                return await context.CallActivityAsync<ActStep>(nameof(ExecuteAction), action, Retried);
            default:
                var asked = await context.CallActivityAsync<AskResult>(nameof(AskApproval), new ApprovalRef(action.Principal, step.Approval!), Retried);
                return await context.CallActivityAsync<ActStep>(nameof(ParkAction), new ParkOrder(action.Principal, action.Action, asked.Is, asked.Remedy), Retried);
        }
    }

    /// <returns>Whether it was woken. The wait goes on when it was not: a cancelled one would swallow the next event.</returns>
    private static async Task<bool> SleepAsync(TaskOrchestrationContext context, Task settled, DateTimeOffset? until)
    {
        if (until is not { } end)
        {
            await settled;
            return true;
        }

        if (end.UtcDateTime <= context.CurrentUtcDateTime) return settled.IsCompleted;
        using var timer = new CancellationTokenSource();
        await Task.WhenAny(settled, context.CreateTimer(end.UtcDateTime, timer.Token));
        timer.Cancel(); // CancelAsync would leave the turn: what it awaits is not durable
        return settled.IsCompleted;
    }
}

/// <summary>Input of <see cref="ParkAction"/>: where the ask stands.</summary>
/// <param name="Is">A word of <see cref="AskResult"/>.</param>
public sealed record ParkOrder(string Principal, string Action, string Is, Remedy? Remedy);
