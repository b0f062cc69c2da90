using Countersign.Actions;
using Countersign.Approvals;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Countersign.Runs;

/// <summary>
/// One run, instance <c>run-{id}</c>: think, make the calls, begin anew with the next turn. Every activity finds what an earlier try of it left, so each
/// generation may begin again at any point; an event only wakes, the row is the truth.
/// </summary>
public static class RunOrchestration
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(30);

    [Function(nameof(Run))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context, RunStep step)
    {
        var settled = context.WaitForExternalEvent<Wake>(Wake.Event);
        try
        {
            if (await TakeAsync(context, step, settled) is { } next) context.ContinueAsNew(next);
        }
        catch (TaskFailedException)
        {
            // The store was away, or a defect: what is in the rows stands, and is gone on with until the run's time is up.
            await PauseAsync(context, settled, AfterFailure);
            context.ContinueAsNew(step with { Tries = step.Tries + 1 });
        }
    }

    /// <returns>The step to begin anew with; null when the run is over.</returns>
    private static async Task<RunStep?> TakeAsync(TaskOrchestrationContext context, RunStep step, Task settled)
    {
        var thought = await context.CallActivityAsync<Thought>(nameof(ThinkActivity.Think), step);
        if (thought.Next == ThoughtNext.Over) return null;
        if (thought.Next == ThoughtNext.Again)
        {
            await PauseAsync(context, settled, TimeSpan.FromSeconds(thought.AfterSeconds));
            return step with { Tries = step.Tries + 1 };
        }

        var outcomes = await Task.WhenAll(thought.Calls.Select((call, index) => CallAsync(context, step, call, index)));
        if (outcomes.Any(outcome => outcome.Needs))
        {
            var wait = await context.CallActivityAsync<ParkedUntil>(nameof(ParkActivity.ParkRun), step);
            if (!wait.StillNeeded) return step with { Tries = step.Tries + 1 };
            await PauseAsync(context, settled, wait.For);
            return step with { Tries = 0 };
        }

        if (outcomes.Max(outcome => outcome.AfterSeconds) is > 0 and var after)
        {
            await PauseAsync(context, settled, TimeSpan.FromSeconds(after));
            return step with { Tries = step.Tries + 1 };
        }

        return step with { Turn = step.Turn + 1, Tries = 0 };
    }

    private static async Task<CallOutcome> CallAsync(TaskOrchestrationContext context, RunStep step, ThoughtCall call, int index)
    {
        var which = new CallStep(step.Principal, step.Run, step.Turn, index);
        switch (call)
        {
            case ThoughtCall.Read or ThoughtCall.Write:
                // A read that has to be approved is proposed by its activity, and carried out as a write is.
                var proposed = call == ThoughtCall.Read
                    ? await context.CallActivityAsync<CallOutcome>(nameof(ReadActivity.ReadForRun), new ReadStep(which, step.Tries))
                    : await context.CallActivityAsync<CallOutcome>(nameof(ProposeActivity.ProposeForRun), which);
                if (proposed.Action is not { } action) return proposed;
                await context.CallSubOrchestratorAsync(
                    nameof(ActOrchestration.Act), new ActRef(step.Principal, action), new TaskOptions().WithInstanceId(ActRef.InstanceOf(action)));
                await context.CallActivityAsync(nameof(AnswerActivity.AnswerForRun), new AnswerStep(step.Principal, step.Run, step.Turn, index, action));
                return new CallOutcome();
            default:
                return new CallOutcome();
        }
    }

    private static async Task PauseAsync(TaskOrchestrationContext context, Task settled, TimeSpan atMost)
    {
        using var timer = new CancellationTokenSource();
        await Task.WhenAny(settled, context.CreateTimer(atMost, timer.Token));
        timer.Cancel(); // CancelAsync leaves the orchestrator's thread
    }
}
