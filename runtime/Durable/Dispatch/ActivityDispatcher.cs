using Countersign.Runtime.Durable.Replay;
using Countersign.Runtime.Durable.Storage;

namespace Countersign.Runtime.Durable.Dispatch;

/// <summary>Runs activities, so many at once, each at least once: its row goes in the same write that keeps its result.</summary>
internal sealed class ActivityDispatcher(EngineCore core)
{
    /// <param name="stop">No further activity is taken up.</param>
    /// <param name="cancel">Running ones are asked to end.</param>
    public Task RunAsync(CancellationToken stop, CancellationToken cancel)
        => Task.WhenAll(Enumerable.Range(0, core.Options.MaxConcurrentActivities).Select(_ => Task.Run(() => LoopAsync(stop, cancel), CancellationToken.None)));

    private async Task LoopAsync(CancellationToken stop, CancellationToken cancel)
    {
        try
        {
            await foreach (var work in core.Activities.Ready.ReadAllAsync(stop))
            {
                if (work.IsCounted)
                    await RunAsync(work, cancel);
                else
                    await RecountAsync(work, stop, cancel);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Whatever is left stands in the file.
        }
        catch (Exception defect)
        {
            core.Lost(defect);
        }
    }

    private async Task RecountAsync(ActivityWork work, CancellationToken stop, CancellationToken cancel)
    {
        if (work.Deliveries >= core.Options.MaxAttempts)
        {
            var error = $"Activity '{work.Name}' was cut short by the end of the process {work.Deliveries} times and is set aside.";
            Log.SetAside(core.Log, work.InstanceId, work.Name, work.Deliveries);
            Finish(work, new HistoryEvent.ActivityFailed(work.TaskId, error, new Failure(Failure.UnknownType, error, null, null)), error);
            return;
        }

        if (work.Deliveries + 1 < core.Options.MaxAttempts)
            await CountAndRunAsync(work, cancel);
        else
            await core.LastChance.RunAsync(() => CountAndRunAsync(work, cancel), stop);
    }

    // On disk before it starts. Among last chances this is also what has the one before on disk: a delivery counted while it waits its turn would
    // be used up by whatever ends the process meanwhile.
    private async Task CountAndRunAsync(ActivityWork work, CancellationToken cancel)
    {
        var counted = new Count(work, 1);
        core.Writer.Enqueue(counted);
        await Task.WhenAny(counted.Done, core.Writer.Ended);
        if (!counted.Done.IsCompleted)
            return;
        work.Deliveries++;
        await RunAsync(work, cancel);
    }

    private async Task RunAsync(ActivityWork work, CancellationToken cancel)
    {
        HistoryEvent result;
        using var span = DurableTrace.Begin(work);
        var other = core.Doubled.Take(work.Name) ? Task.Run(() => core.Functions.RunActivityAsync(work.Name, work.InstanceId, work.Input, cancel), CancellationToken.None) : null;
        try
        {
            var one = core.Functions.RunActivityAsync(work.Name, work.InstanceId, work.Input, cancel);
            var output = await (other is null ? one : await Task.WhenAny(one, other));
            result = new HistoryEvent.ActivityCompleted(work.TaskId, output);
        }
        catch (Exception) when (cancel.IsCancellationRequested)
        {
            // Cut short by the stop, and no fault of its own: it is delivered again and this one does not count.
            core.Writer.Enqueue(new Count(work, -1));
            return;
        }
        catch (Exception failed)
        {
            Log.ActivityFailed(core.Log, work.InstanceId, work.Name, work.TaskId);
            result = new HistoryEvent.ActivityFailed(work.TaskId, failed.Message, Failure.OfActivity(failed));
        }

        Finish(work, result, null);

        // What the slower delivery comes to is nobody's result.
        if (other is not null) await other.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private void Finish(ActivityWork work, HistoryEvent result, string? setAside)
    {
        var message = core.Message(work.Instance, work.Generation, result);
        core.Writer.Enqueue(new Keep(core, work, message, setAside));
        // The turn that this leads to is written behind it, so nothing is dispatched before both are durable.
        core.Instances.Deliver(message);
    }

    private sealed class Keep(EngineCore core, ActivityWork work, InboxMessage message, string? setAside) : StoreWrite
    {
        public override void Apply(WriteSession session)
        {
            session.DeleteWork(work.Seq);
            session.Insert(message);
            if (setAside is not null)
            {
                session.SetAside(
                    new SetAsideRow(core.Now, work.InstanceId, "activity", work.Name, work.TaskId, work.Deliveries, setAside));
            }
        }

        public override void Committed()
        {
        }
    }

    private sealed class Count(ActivityWork work, int by) : StoreWrite<bool>
    {
        protected override bool Result => true;

        public override void Apply(WriteSession session) => session.CountWork(work.Seq, by);
    }
}
