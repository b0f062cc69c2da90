using Countersign.Runtime.Durable.Replay;
using Countersign.Runtime.Durable.Storage;

namespace Countersign.Runtime.Durable.Inspection;

/// <summary>Reads the history file for people. Nothing here changes anything.</summary>
internal sealed class DurableInspection(EngineCore core)
{
    public const int LargestPage = 200;

    /// <summary>Instances in the order of their ids, after <paramref name="after"/>; at most <see cref="LargestPage"/>.</summary>
    public InspectedInstances List(string? prefix, string? after, int limit, bool liveOnly)
    {
        limit = Math.Clamp(limit, 1, LargestPage);
        InstanceStatus[]? statuses = liveOnly ? [InstanceStatus.Running, InstanceStatus.Pending, InstanceStatus.Suspended] : null;
        var rows = core.File.Read(r => r.Instances(new InstanceFilter(prefix, Statuses: statuses), after, limit + 1));
        return new InspectedInstances([.. rows.Take(limit).Select(InspectedInstance.Of)], rows.Count > limit ? rows[limit - 1].Id : null);
    }

    /// <summary>One instance with its history and what is under way for it; null when there is none.</summary>
    public InspectedDetail? Find(string instanceId) => core.File.Read(r =>
    {
        if (r.Instance(instanceId) is not { } row)
            return null;
        return new InspectedDetail(
            InspectedInstance.Of(row),
            row.Input,
            row.Output,
            row.CustomStatus,
            row.Failure,
            r.History(row.Key),
            [.. r.Inbox(row.Key).SelectMany(m => m.Events)],
            [.. r.Work(row.Key).Select(w => new InspectedActivity(w.Name, w.TaskId, w.Deliveries))],
            [.. r.SetAside(instanceId, LargestPage).Select(InspectedSetAside.Of)]);
    });

    /// <summary>The last pieces of work that were set aside, newest first.</summary>
    public IReadOnlyList<InspectedSetAside> SetAside() => [.. core.File.Read(r => r.SetAside(null, LargestPage)).Select(InspectedSetAside.Of)];
}
