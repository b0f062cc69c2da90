using Countersign.Runtime.Durable.Replay;
using Countersign.Runtime.Durable.Storage;

namespace Countersign.Runtime.Durable.Clients;

/// <summary>Puts an event before an instance, if its status allows that.</summary>
/// <returns>The status found, or null where there is no such instance.</returns>
internal sealed class SignalWrite(EngineCore core, string id, HistoryEvent signal, Func<InstanceStatus, bool> allows) : StoreWrite<InstanceStatus?>
{
    private InstanceStatus? _found;
    private InboxMessage? _message;

    protected override InstanceStatus? Result => _found;

    public override void Apply(WriteSession session)
    {
        if (session.Find(id) is not { } target)
            return;
        _found = target.Status;
        if (allows(target.Status))
            session.Insert(_message = core.Message(target.Instance, null, signal));
    }

    public override void Committed()
    {
        if (_message is not null)
            core.Instances.Deliver(_message);
        base.Committed();
    }
}
