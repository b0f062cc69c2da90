using Countersign.Runtime.Durable.Replay;
using Countersign.Runtime.Durable.Storage;

namespace Countersign.Runtime.Durable.Dispatch;

/// <summary>A turn as one write: what it consumed, its history, its steps and whatever they put in other instances' way. Nothing is dispatched before.</summary>
internal sealed class TurnCommit(EngineCore core, Instance instance, List<InboxMessage> consumed, List<HistoryEvent> fresh, TurnOutcome outcome, DateTime now)
    : StoreWrite
{
    private readonly InstanceRow _row = instance.Row!;
    private List<InboxMessage> _messages = [];
    private List<ActivityWork> _activities = [];
    private List<string> _started = [];
    private List<HistoryEvent> _events = [];
    private InstanceRow _next = null!;
    private long _firstDue = long.MaxValue;

    /// <summary>Set when the instance ends because it ended the process too often.</summary>
    public SetAsideRow? SetAside { get; init; }

    public override void Apply(WriteSession session)
    {
        (_messages, _activities, _started, _events, _firstDue) = ([], [], [], [.. fresh], long.MaxValue);
        foreach (var message in consumed)
            session.DeleteInbox(message.Seq);
        foreach (var timer in outcome.DeadTimers)
            session.Delete(new DueTimer(timer.FireAt.Ticks, _row.Key, _row.Generation, timer.Id));
        if (SetAside is { } aside)
            session.SetAside(aside);

        var turn = _row.Turn + 1;
        if (outcome.Next is { } next)
            StartOver(session, next, turn);
        else
            MoveOn(session, turn);
        foreach (var step in outcome.Steps)
            Take(session, step);
        if (outcome.End is { } end && _row.Parent is { } parent)
            Answer(session, parent, end);
    }

    public override void Committed()
    {
        var started = _row.Status == InstanceStatus.Pending;
        var over = _next.Generation != _row.Generation;
        instance.Row = _next;
        if (over)
            instance.Past = [];
        else
            instance.Past.AddRange(_events);

        foreach (var work in _activities)
            core.Activities.Add(work);
        foreach (var message in _messages)
            core.Instances.Deliver(message);
        if (_firstDue != long.MaxValue)
            core.Timers.Arm(_firstDue);
        if (_next.Status.IsTerminal())
            core.Instances.Drop(instance);
        else
            core.Instances.Finish(instance);
        if (started || _next.Status.IsTerminal())
            core.Changes.Tell(_row.Id);
        foreach (var id in _started)
            core.Changes.Tell(id);
    }

    private void MoveOn(WriteSession session, int turn)
    {
        _events.AddRange(outcome.Steps);
        if (outcome.End is { } end)
        {
            _events.Add(end);
            session.End(_row.Key, end, now, turn, outcome.CustomStatus);
            _next = _row with { Status = end.Status, Turn = turn, CustomStatus = outcome.CustomStatus };
        }
        else
        {
            var status = outcome.IsSuspended ? InstanceStatus.Suspended : InstanceStatus.Running;
            session.Progress(_row.Key, status, now, turn, outcome.CustomStatus, outcome.Waits);
            _next = _row with { Status = status, Turn = turn, CustomStatus = outcome.CustomStatus };
        }

        session.InsertHistory(_row.Key, turn, _events);
    }

    private void StartOver(WriteSession session, HistoryEvent.ExecutionStarted next, int turn)
    {
        var generation = _row.Generation + 1;
        session.StartOver(_row.Key, now, turn, generation, next);
        _next = _row with { Status = InstanceStatus.Running, Turn = turn, Generation = generation, Version = next.Version, CustomStatus = null };
        Post(session, new InboxMessage(core.NextSeq(), _row.Key, generation, [next, .. outcome.Carried]));
    }

    private void Take(WriteSession session, HistoryEvent step)
    {
        switch (step)
        {
            case HistoryEvent.ActivityScheduled a when !core.Functions.HasActivity(a.Name):
                // The host knows no details of it, only a message, so it is retried like any failure.
                var reason = $"The function '{a.Name}' doesn't exist, is disabled, or is not an activity function.";
                Post(session, core.Message(_row.Key, _row.Generation, new HistoryEvent.ActivityFailed(a.Id, reason, null)));
                break;
            case HistoryEvent.ActivityScheduled a:
                var work = new ActivityWork(core.NextSeq(), _row.Key, _row.Id, _row.Generation, a.Id, a.Name, a.Input, outcome.Trace);
                session.Insert(work);
                _activities.Add(work);
                break;
            case HistoryEvent.TimerCreated t when !outcome.DeadTimers.Contains(t):
                session.Insert(new DueTimer(t.FireAt.Ticks, _row.Key, _row.Generation, t.Id));
                _firstDue = Math.Min(_firstDue, t.FireAt.Ticks);
                break;
            case HistoryEvent.ChildStarted c:
                StartChild(session, c);
                break;
            case HistoryEvent.EventSent sent:
                // To an instance that is gone or over it is dropped without a word, as the real one does.
                if (session.Find(sent.InstanceId) is { } target && !target.Status.IsTerminal())
                    Post(session, core.Message(target.Instance, null, new HistoryEvent.EventRaised(sent.Name, sent.Payload)));
                break;
        }
    }

    private void StartChild(WriteSession session, HistoryEvent.ChildStarted child)
    {
        if (session.Find(child.InstanceId) is { } existing)
        {
            if (!existing.Status.IsTerminal())
            {
                // The real backends do not check this either: the second parent waits for ever.
                Log.ChildIdInUse(core.Log, _row.Id, child.InstanceId);
                return;
            }

            session.DeleteInstance(existing.Instance);
        }

        var parent = new ParentLink(_row.Id, _row.Name, _row.Key, _row.Generation, child.Id);
        var start = new HistoryEvent.ExecutionStarted(child.Name, child.Version, child.Input, parent, outcome.Trace);
        Post(session, core.Message(session.InsertInstance(child.InstanceId, start, null, now), 0, start));
        _started.Add(child.InstanceId);
    }

    private void Answer(WriteSession session, ParentLink parent, HistoryEvent.Ended end)
    {
        HistoryEvent answer = end.Status == InstanceStatus.Completed
            ? new HistoryEvent.ChildCompleted(parent.TaskId, end.Output)
            : new HistoryEvent.ChildFailed(parent.TaskId, end.Output, end.Failure);
        Post(session, core.Message(parent.Instance, parent.Generation, answer));
    }

    private void Post(WriteSession session, InboxMessage message)
    {
        session.Insert(message);
        _messages.Add(message);
    }
}
