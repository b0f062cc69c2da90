using Countersign.Runtime.Durable.Replay;
using Countersign.Runtime.Durable.Storage;

namespace Countersign.Runtime.Durable.Clients;

/// <summary>Starts an instance, now or later. A finished one of that id is replaced unless its status is protected; a live one never is.</summary>
/// <returns>The status of the instance that stood in the way, or null.</returns>
internal sealed class StartWrite(
    EngineCore core,
    string id,
    HistoryEvent.ExecutionStarted start,
    IReadOnlyDictionary<string, string> tags,
    DateTime? startAt,
    IReadOnlySet<InstanceStatus> protectedStatuses) : StoreWrite<InstanceStatus?>
{
    private InstanceStatus? _inTheWay;
    private InboxMessage? _message;

    protected override InstanceStatus? Result => _inTheWay;

    public override void Apply(WriteSession session)
    {
        if (session.Find(id) is { } existing)
        {
            if (!existing.Status.IsTerminal() || protectedStatuses.Contains(existing.Status))
            {
                _inTheWay = existing.Status;
                return;
            }

            session.DeleteInstance(existing.Instance);
        }

        var now = core.Now;
        var instance = session.InsertInstance(id, start, tags, now);
        if (startAt > now)
            session.Insert(new DueTimer(startAt.Value.Ticks, instance, 0, DueTimer.Start));
        else
            session.Insert(_message = core.Message(instance, 0, start));
    }

    public override void Committed()
    {
        if (_message is not null)
            core.Instances.Deliver(_message);
        else if (_inTheWay is null)
            core.Timers.Arm(startAt!.Value.Ticks);
        core.Changes.Tell(id);
        base.Committed();
    }
}
