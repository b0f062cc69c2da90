using Countersign.Runtime.Durable.Replay;

namespace Countersign.Runtime.Durable.Storage;

/// <summary>What an instance is known by inside the engine: replaced instances get a new number, so that answers to the old one go nowhere.</summary>
internal readonly record struct InstanceKey(long Instance, InstanceStatus Status, int Generation);

/// <summary>An instance as stored.</summary>
internal sealed record InstanceRow
{
    public required long Key { get; init; }
    public required string Id { get; init; }
    public required string Name { get; init; }
    public required string Version { get; init; }
    public required int Generation { get; init; }
    public required InstanceStatus Status { get; init; }
    public required DateTime Created { get; init; }
    public required DateTime Updated { get; init; }
    public required int Turn { get; init; }
    public string? Input { get; init; }
    public string? Output { get; init; }
    public string? CustomStatus { get; init; }
    public Failure? Failure { get; init; }
    public ParentLink? Parent { get; init; }
    public IReadOnlyDictionary<string, string>? Tags { get; init; }
    public string Waits { get; init; } = string.Empty;
}

/// <summary>Something that an instance has yet to see.</summary>
internal sealed class InboxMessage(long seq, long instance, int? generation, List<HistoryEvent> events)
{
    public long Seq { get; } = seq;

    public long Instance { get; } = instance;

    /// <summary>The execution that it answers; null for whichever runs.</summary>
    public int? Generation { get; } = generation;

    public List<HistoryEvent> Events { get; } = events;

    /// <summary>Deliveries that are on disk, the coming one included once <see cref="IsCounted"/>.</summary>
    public int Deliveries { get; set; } = 1;

    /// <summary>False for what an earlier process left behind, until its next delivery is on disk.</summary>
    public bool IsCounted { get; set; } = true;

    public bool IsStart => Events[0] is HistoryEvent.ExecutionStarted;
}

/// <summary>An activity to run.</summary>
internal sealed class ActivityWork(long seq, long instance, string instanceId, int generation, int taskId, string name, string? input, string? trace)
{
    public long Seq { get; } = seq;

    public long Instance { get; } = instance;

    public string InstanceId { get; } = instanceId;

    public int Generation { get; } = generation;

    public int TaskId { get; } = taskId;

    public string Name { get; } = name;

    public string? Input { get; } = input;

    /// <summary>W3C <c>traceparent</c>, or null.</summary>
    public string? Trace { get; } = trace;

    public int Deliveries { get; set; } = 1;

    public bool IsCounted { get; set; } = true;
}

/// <summary>A timer that is due at a time.</summary>
internal readonly record struct DueTimer(long Due, long Instance, int Generation, int TaskId)
{
    /// <summary>The task number of an instance's own start.</summary>
    public const int Start = -1;
}

/// <summary>Work that was set aside.</summary>
internal sealed record SetAsideRow(DateTime At, string InstanceId, string Kind, string Name, int? TaskId, int Deliveries, string Error);
