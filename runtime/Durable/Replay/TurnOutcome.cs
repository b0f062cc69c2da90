namespace Countersign.Runtime.Durable.Replay;

/// <summary>What a turn decided: steps to take, and perhaps an end.</summary>
internal sealed class TurnOutcome
{
    /// <summary>New steps in the order of their numbers.</summary>
    public required IReadOnlyList<HistoryEvent> Steps { get; init; }

    /// <summary>The end of the orchestration, or null.</summary>
    public HistoryEvent.Ended? End { get; init; }

    /// <summary>The start of the next execution, or null.</summary>
    public HistoryEvent.ExecutionStarted? Next { get; init; }

    /// <summary>Events that the next execution is to see, in order.</summary>
    public IReadOnlyList<HistoryEvent.EventRaised> Carried { get; init; } = [];

    /// <summary>Timers that nothing waits for any more.</summary>
    public IReadOnlyList<HistoryEvent.TimerCreated> DeadTimers { get; init; } = [];

    public string? CustomStatus { get; init; }

    /// <summary>The trace that its steps belong to.</summary>
    public string? Trace { get; init; }

    public bool IsSuspended { get; init; }

    /// <summary>What the orchestrator waits for, in words.</summary>
    public string Waits { get; init; } = string.Empty;
}
