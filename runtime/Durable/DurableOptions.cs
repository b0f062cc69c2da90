namespace Countersign.Runtime.Durable;

/// <summary>Settings of the durable engine. The host fills them from host.json and its own settings.</summary>
internal sealed class DurableOptions
{
    /// <summary>The history file; its folder is made when missing. Two files stand beside it: <c>-wal</c> and <c>.lock</c>.</summary>
    public required string File { get; init; }

    /// <summary>SQLite's <c>synchronous</c>. Anything less loses what was acknowledged: it is there for the test that must notice.</summary>
    public string Synchronous { get; init; } = "FULL";

    /// <summary>Version of new instances and of children without one; empty is unversioned.</summary>
    public string DefaultVersion { get; init; } = string.Empty;

    public VersionMatch Match { get; init; }

    public VersionFailure Failure { get; init; }

    /// <summary>Activities that run at once, 1 or more.</summary>
    public int MaxConcurrentActivities { get; init; } = 32;

    /// <summary>Orchestrator turns that run at once, 1 or more.</summary>
    public int MaxConcurrentOrchestrators { get; init; } = 32;

    /// <summary>Deliveries of one piece of work, each cut short by the end of the process, before it is set aside; 1 or more.</summary>
    public int MaxAttempts { get; init; } = 5;

    /// <summary>Idle instances whose history stays in memory, 0 or more.</summary>
    public int MaxCachedInstances { get; init; } = 512;

    /// <summary>Longest single timer; longer ones are split.</summary>
    public TimeSpan MaximumTimerInterval { get; init; } = TimeSpan.FromDays(3);

    /// <summary>How long a stop waits for running activities before it cancels them, 0 or more.</summary>
    public TimeSpan DrainTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Called once when history can no longer be written. Nothing is durable any more: the process must end.</summary>
    public Action<string, Exception> HistoryLost { get; init; } = static (message, cause) => Environment.FailFast(message, cause);

    /// <exception cref="ArgumentException">A value is out of its range.</exception>
    public void Validate()
    {
        ArgumentException.ThrowIfNullOrEmpty(File);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxConcurrentActivities, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxConcurrentOrchestrators, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxAttempts, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxCachedInstances);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(MaximumTimerInterval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(DrainTime, TimeSpan.Zero);
    }
}
