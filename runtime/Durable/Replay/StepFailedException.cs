using System.Diagnostics.CodeAnalysis;
using Microsoft.DurableTask;

namespace Countersign.Runtime.Durable.Replay;

/// <summary>A scheduled step came back failed. Details are null where the host gives none: unknown activities, terminated children.</summary>
[SuppressMessage("Design", "CA1032", Justification = "Made only from a recorded failure.")]
internal sealed class StepFailedException(int taskId, string? reason, TaskFailureDetails? details) : Exception(reason)
{
    public int TaskId { get; } = taskId;

    public TaskFailureDetails? Details { get; } = details;
}
