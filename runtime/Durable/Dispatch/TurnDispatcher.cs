using Countersign.Runtime.Durable.Replay;
using Countersign.Runtime.Durable.Storage;

namespace Countersign.Runtime.Durable.Dispatch;

/// <summary>Runs turns: loads the instance, replays it with what came in, hands over the outcome to be written.</summary>
internal sealed class TurnDispatcher(EngineCore core)
{
    public Task RunAsync(CancellationToken stop)
        => Task.WhenAll(Enumerable.Range(0, core.Options.MaxConcurrentOrchestrators).Select(_ => Task.Run(() => LoopAsync(stop), CancellationToken.None)));

    private async Task LoopAsync(CancellationToken stop)
    {
        try
        {
            await foreach (var instance in core.Instances.Ready.ReadAllAsync(stop))
                Take(instance, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Whatever is left stands in the file.
        }
        catch (ObjectDisposedException) when (core.Writer.IsClosed)
        {
            // The same, cut off harder.
        }
        catch (Exception defect)
        {
            core.Lost(defect);
        }
    }

    private void Take(Instance instance, CancellationToken stop)
    {
        var (messages, strayed) = instance.Take();
        Load(instance);
        if (instance.Row is not { } row || row.Status.IsTerminal())
        {
            core.Writer.Enqueue(new Discard(core, instance, messages));
            return;
        }

        if (!Matches(row) && core.Options.Failure == VersionFailure.Reject)
        {
            Log.VersionRejected(core.Log, row.Id, row.Version, core.Options.DefaultVersion);
            core.Instances.Drop(instance);
            return;
        }

        if (messages.Exists(m => !m.IsCounted))
        {
            Recount(instance, messages, stop);
            return;
        }

        var start = messages.FindIndex(m => m.IsStart && m.Generation == row.Generation);
        if (start > 0)
        {
            var first = messages[start];
            messages.RemoveAt(start);
            messages.Insert(0, first);
        }
        else if (start < 0 && instance.Past.Count == 0 && !messages.Exists(m => m.Events[0] is HistoryEvent.Terminated))
        {
            // Its start is yet to come; what is here already waits for it.
            core.Instances.Hold(instance, messages);
            return;
        }

        Run(instance, row, messages, strayed);
    }

    private void Run(Instance instance, InstanceRow row, List<InboxMessage> messages, int? strayed)
    {
        var incoming = messages.Where(m => m.Generation is null || m.Generation == row.Generation).SelectMany(m => m.Events).ToList();
        var strays = strayed == row.Generation;
        if (incoming.Count == 0 && !strays)
        {
            core.Writer.Enqueue(new Discard(core, instance, messages));
            return;
        }

        // The orchestrator's clock never goes back, whatever the machine's does.
        var now = core.Now;
        if (instance.Past.OfType<HistoryEvent.TurnStarted>().LastOrDefault()?.At is { } last && last > now)
            now = last;
        List<HistoryEvent> fresh = [new HistoryEvent.TurnStarted(now), .. incoming];
        var outcome = strays ? Ended(row, Failure.OfOrchestration(new InvalidOperationException(Turn.IllegalAwait))) : Replay(instance, row, fresh);
        if (outcome.End is { Status: InstanceStatus.Failed } failed)
            Log.OrchestrationFailed(core.Log, row.Id, row.Name, failed.Failure?.Type ?? Failure.UnknownType);
        core.Writer.Enqueue(new TurnCommit(core, instance, messages, fresh, outcome, now));
    }

    private TurnOutcome Replay(Instance instance, InstanceRow row, List<HistoryEvent> fresh)
    {
        if (!Matches(row))
        {
            var how = core.Options.Match == VersionMatch.Strict ? "does not match" : "is greater than";
            return Ended(row, new Failure(
                "VersionMismatch", $"The orchestration version '{row.Version}' {how} the worker version '{core.Options.DefaultVersion}'.", null, null));
        }

        if (!core.Functions.HasOrchestrator(row.Name))
        {
            return Ended(row, new Failure(
                Failure.UnknownType, $"The function '{row.Name}' doesn't exist, is disabled, or is not an orchestrator function.", null, null));
        }

        var (key, generation) = (row.Key, row.Generation);
        var turn = new Turn(row.Id, core.Functions, core.Converter, core.Logs, core.Settings)
        {
            StrayedLater = () => core.Instances.Stray(key, generation),
        };
        return turn.Run(instance.Past, fresh);
    }

    private bool Matches(InstanceRow row) => core.Options.Match switch
    {
        VersionMatch.Strict => OrchestrationVersion.Compare(row.Version, core.Options.DefaultVersion) == 0,
        VersionMatch.CurrentOrOlder => OrchestrationVersion.Compare(row.Version, core.Options.DefaultVersion) <= 0,
        _ => true,
    };

    private void Load(Instance instance)
    {
        if (instance.Row is not null)
            return;
        (instance.Row, instance.Past) = core.File.Read(r => (r.Instance(instance.Key), r.History(instance.Key)));
    }

    /// <summary>What an earlier process left behind is counted on disk before it is tried again, and set aside when it was tried too often.</summary>
    private void Recount(Instance instance, List<InboxMessage> messages, CancellationToken stop)
    {
        var most = messages.Max(m => m.Deliveries);
        if (most >= core.Options.MaxAttempts)
        {
            var row = instance.Row!;
            var error = $"A turn of '{row.Name}' was cut short by the end of the process {most} times and is set aside.";
            Log.SetAside(core.Log, row.Id, row.Name, most);
            core.Writer.Enqueue(
                new TurnCommit(core, instance, messages, [new HistoryEvent.TurnStarted(core.Now)], Ended(row, new Failure("SetAside", error, null, null)), core.Now)
                {
                    SetAside = new SetAsideRow(core.Now, row.Id, "orchestration", row.Name, null, most, error),
                });
            return;
        }

        var counted = new Count(messages);
        core.Writer.Enqueue(counted);
        _ = most + 1 == core.Options.MaxAttempts
            ? core.LastChance.RunAsync(() => AgainAsync(instance, messages, counted, alone: true), stop)
            : AgainAsync(instance, messages, counted, alone: false);
    }

    private async Task AgainAsync(Instance instance, List<InboxMessage> messages, Count counted, bool alone)
    {
        await counted.Done;
        instance.Return(messages);
        if (alone)
            Take(instance, CancellationToken.None);
        else
            core.Instances.Again(instance);
    }

    private static TurnOutcome Ended(InstanceRow row, Failure failure) => new()
    {
        Steps = [],
        End = new HistoryEvent.Ended(InstanceStatus.Failed, failure.Message, failure),
        CustomStatus = row.CustomStatus,
    };

    /// <summary>Messages to an instance or execution that is over.</summary>
    private sealed class Discard(EngineCore core, Instance instance, List<InboxMessage> messages) : StoreWrite
    {
        public override void Apply(WriteSession session)
        {
            foreach (var message in messages)
                session.DeleteInbox(message.Seq);
        }

        public override void Committed()
        {
            if (instance.Row is { } row && !row.Status.IsTerminal())
                core.Instances.Finish(instance);
            else
                core.Instances.Drop(instance);
        }
    }

    private sealed class Count(List<InboxMessage> messages) : StoreWrite<bool>
    {
        protected override bool Result => true;

        public override void Apply(WriteSession session)
        {
            foreach (var message in messages.Where(m => !m.IsCounted))
                session.CountInbox(message.Seq);
        }

        public override void Committed()
        {
            foreach (var message in messages.Where(m => !m.IsCounted))
            {
                message.Deliveries++;
                message.IsCounted = true;
            }

            base.Committed();
        }
    }
}
