using DurableTask.Core.Exceptions;

namespace Countersign.Runtime.Durable.Replay;

/// <summary>Compares a step in history with what the code did at that sequence number: kind and name, not inputs.</summary>
internal static class StepMismatch
{
    public static void Check(int id, HistoryEvent recorded, HistoryEvent? now)
    {
        var (kind, name) = Describe(recorded);
        if (now is null)
        {
            throw new NonDeterministicOrchestrationException(
                $"A previous execution of this orchestration scheduled {kind} with sequence ID {id}{Named(name)}, but the current replay execution "
                + "hasn't (yet?) scheduled this task. Was a change made to the orchestrator code after this instance had already started running?");
        }

        var (nowKind, nowName) = Describe(now);
        if (kind == nowKind && string.Equals(name, nowName, StringComparison.OrdinalIgnoreCase))
            return;
        throw new NonDeterministicOrchestrationException(
            $"A previous execution of this orchestration scheduled {kind} with sequence ID {id}{Named(name)}, but the current orchestration replay "
            + $"instead scheduled {nowKind}{Named(nowName)} with this sequence number. Was a change made to the orchestrator code after this instance "
            + "had already started running?");
    }

    private static string Named(string? name) => name is null ? string.Empty : $" and name '{name}'";

    private static (string Kind, string? Name) Describe(HistoryEvent step) => step switch
    {
        HistoryEvent.ActivityScheduled a => ("an activity task", a.Name),
        HistoryEvent.ChildStarted c => ("a sub-orchestration task", c.Name),
        HistoryEvent.EventSent s => ("a send event task", s.Name),
        _ => ("a timer task", null),
    };
}
