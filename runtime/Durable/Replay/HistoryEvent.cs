using System.Text.Json.Serialization;

namespace Countersign.Runtime.Durable.Replay;

/// <summary>
/// One line of an instance's history. Steps (activities, children, timers, sent events) carry the sequence number that the orchestrator gave them;
/// what comes back carries the number of the step that it answers. The short names are a stored format.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "k")]
[JsonDerivedType(typeof(TurnStarted), "turn")]
[JsonDerivedType(typeof(ExecutionStarted), "start")]
[JsonDerivedType(typeof(ActivityScheduled), "act")]
[JsonDerivedType(typeof(ActivityCompleted), "act-ok")]
[JsonDerivedType(typeof(ActivityFailed), "act-fail")]
[JsonDerivedType(typeof(ChildStarted), "child")]
[JsonDerivedType(typeof(ChildCompleted), "child-ok")]
[JsonDerivedType(typeof(ChildFailed), "child-fail")]
[JsonDerivedType(typeof(TimerCreated), "timer")]
[JsonDerivedType(typeof(TimerFired), "fired")]
[JsonDerivedType(typeof(EventSent), "sent")]
[JsonDerivedType(typeof(EventRaised), "event")]
[JsonDerivedType(typeof(Suspended), "suspend")]
[JsonDerivedType(typeof(Resumed), "resume")]
[JsonDerivedType(typeof(Terminated), "terminate")]
[JsonDerivedType(typeof(Ended), "end")]
internal abstract record HistoryEvent
{
    private HistoryEvent()
    {
    }

    /// <summary>A turn begins; its time is the orchestrator's clock until the next.</summary>
    public sealed record TurnStarted(DateTime At) : HistoryEvent;

    /// <summary>The trace is the W3C <c>traceparent</c> of whoever started it.</summary>
    public sealed record ExecutionStarted(string Name, string Version, string? Input, ParentLink? Parent, string? Trace = null) : HistoryEvent;

    public sealed record ActivityScheduled(int Id, string Name, string? Input) : HistoryEvent;

    public sealed record ActivityCompleted(int Id, string? Output) : HistoryEvent;

    /// <summary>Without a failure where the host knows none: an unknown activity.</summary>
    public sealed record ActivityFailed(int Id, string? Reason, Failure? Failure) : HistoryEvent;

    public sealed record ChildStarted(int Id, string Name, string InstanceId, string Version, string? Input) : HistoryEvent;

    public sealed record ChildCompleted(int Id, string? Output) : HistoryEvent;

    /// <summary>Without a failure where the child was terminated.</summary>
    public sealed record ChildFailed(int Id, string? Reason, Failure? Failure) : HistoryEvent;

    public sealed record TimerCreated(int Id, DateTime FireAt) : HistoryEvent;

    public sealed record TimerFired(int Id) : HistoryEvent;

    public sealed record EventSent(int Id, string InstanceId, string Name, string? Payload) : HistoryEvent;

    public sealed record EventRaised(string Name, string? Payload) : HistoryEvent;

    public sealed record Suspended(string? Reason) : HistoryEvent;

    public sealed record Resumed(string? Reason) : HistoryEvent;

    public sealed record Terminated(string? Output) : HistoryEvent;

    public sealed record Ended(InstanceStatus Status, string? Output, Failure? Failure) : HistoryEvent;
}

/// <summary>Who waits for a child: instance, name, and which step of which execution it answers.</summary>
internal sealed record ParentLink(string InstanceId, string Name, long Instance, int Generation, int TaskId);

/// <summary>Stored as the number.</summary>
internal enum InstanceStatus
{
    Running = 0,
    Completed = 1,
    Failed = 3,
    Terminated = 5,
    Pending = 6,
    Suspended = 7,
}

internal static class InstanceStatusFacts
{
    public static bool IsTerminal(this InstanceStatus status)
        => status is InstanceStatus.Completed or InstanceStatus.Failed or InstanceStatus.Terminated;
}
