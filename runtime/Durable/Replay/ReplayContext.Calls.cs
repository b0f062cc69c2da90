using Microsoft.DurableTask;

namespace Countersign.Runtime.Durable.Replay;

/// <summary>Activities and sub-orchestrations.</summary>
internal sealed partial class ReplayContext
{
    public override async Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        turn.EnsureOrchestratorThread();
        if (input is TaskOptions && options is null)
        {
            throw new ArgumentException(
                $"A {nameof(TaskOptions)} value was provided for the activity input but no value was provided for {nameof(options)}. "
                + $"Did you actually mean to provide a {nameof(TaskOptions)} value for the {nameof(options)} parameter?",
                nameof(input));
        }

        ArgumentException.ThrowIfNullOrEmpty(name.Name, nameof(name));
        try
        {
            var output = await Retrying.RunAsync(
                this,
                options?.Retry,
                () => turn.Schedule(id => new HistoryEvent.ActivityScheduled(id, name.Name, converter.Serialize(input))),
                WaitUntilAsync);
            return converter.Deserialize<TResult>(output)!;
        }
        catch (StepFailedException failed)
        {
            throw new TaskFailedException(name.Name, failed.TaskId, failed);
        }
    }

    public override async Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null)
    {
        turn.EnsureOrchestratorThread();
        ArgumentException.ThrowIfNullOrEmpty(orchestratorName.Name, nameof(orchestratorName));
        // Taken once: a second try is the same child.
        var instanceId = InstanceIds.Check((options as SubOrchestrationOptions)?.InstanceId ?? NewGuid().ToString("N"));
        var version = options?.Version?.Version ?? settings.DefaultVersion;
        try
        {
            var output = await Retrying.RunAsync(
                this,
                options?.Retry,
                () => turn.Schedule(id => new HistoryEvent.ChildStarted(id, orchestratorName.Name, instanceId, version, converter.Serialize(input))),
                WaitUntilAsync);
            return converter.Deserialize<TResult>(output)!;
        }
        catch (StepFailedException failed)
        {
            throw new TaskFailedException(orchestratorName.Name, failed.TaskId, failed.Details!);
        }
    }

    private Task WaitUntilAsync(DateTime time) => turn.ScheduleTimer(time, CancellationToken.None);
}
