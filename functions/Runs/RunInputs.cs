namespace Countersign.Runs;

/// <summary>Input of the Run orchestration: ids and counters only.</summary>
/// <param name="Principal">Whose.</param>
/// <param name="Run">Which.</param>
/// <param name="Turn">The model turn to take next, from 1.</param>
/// <param name="Tries">Tries of this turn that came to nothing.</param>
public sealed record RunStep(string Principal, string Run, int Turn, int Tries = 0);

/// <summary>Input of an activity that deals with one tool call of one turn.</summary>
/// <param name="Call">Its place among the turn's calls, from 0.</param>
public sealed record CallStep(string Principal, string Run, int Turn, int Call);

/// <summary>Input of the activity that answers a call with its action's end.</summary>
public sealed record AnswerStep(string Principal, string Run, int Turn, int Call, string Action);

/// <summary>What Think came to.</summary>
/// <param name="Next">What the run does now.</param>
/// <param name="Calls">The calls of this turn, in order.</param>
/// <param name="AfterSeconds">With <see cref="ThoughtNext.Again"/>: how long to wait first.</param>
public sealed record Thought(ThoughtNext Next, IReadOnlyList<ThoughtCall> Calls, double AfterSeconds = 0);

public enum ThoughtNext
{
    /// <summary>Make the calls, then think again.</summary>
    Calls,

    /// <summary>The model gave nothing usable; ask again after a while.</summary>
    Again,

    /// <summary>The run is over, and its row says how.</summary>
    Over,
}

public enum ThoughtCall
{
    /// <summary>Answered already: no such tool, too many calls, or made by an earlier try.</summary>
    Answered,
    Read,
    Write,
}

/// <summary>What became of one call in its first activity.</summary>
/// <param name="Needs">Somebody has to do something first; the run's row says what.</param>
/// <param name="Action">The action that was proposed and is to be carried out.</param>
/// <param name="AfterSeconds">Nothing happened, and it is worth trying again after this long; 0 when it is not.</param>
public sealed record CallOutcome(bool Needs = false, string? Action = null, double AfterSeconds = 0);
