using System.Diagnostics;
using Countersign.Policies;

namespace Countersign.Gate;

/// <summary>What the gate says.</summary>
public abstract record Passage
{
    private Passage() { }

    public T Match<T>(Func<Open, T> open, Func<StepUp, T> stepUp, Func<Closed, T> closed, Func<RowMoved, T> rowMoved) => this switch
    {
        Open p => open(p),
        StepUp p => stepUp(p),
        Closed p => closed(p),
        RowMoved p => rowMoved(p),
        _ => throw new UnreachableException(),
    };

    /// <summary>For one exchange and one call, now.</summary>
    public sealed record Open(AuthorizedAction Action, GateStamp Stamp) : Passage;

    /// <summary>A person has to approve it first.</summary>
    public sealed record StepUp(Decision.StepUp Decision) : Passage;

    /// <summary>Recorded as <c>gate.refused</c>.</summary>
    public sealed record Closed(GateRefusal Refusal) : Passage;

    /// <summary>The commit found the action's row changed; nothing was decided.</summary>
    public sealed record RowMoved : Passage;
}
