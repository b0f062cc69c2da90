using System.Diagnostics;
using Countersign.Connectors;

namespace Countersign.Actions;

/// <summary>What became of a proposal.</summary>
public abstract record Proposal
{
    private Proposal() { }

    public T Match<T>(Func<Proposed, T> proposed, Func<UnknownTool, T> unknownTool, Func<Invalid, T> invalid, Func<Denied, T> denied) => this switch
    {
        Proposed p => proposed(p),
        UnknownTool p => unknownTool(p),
        Invalid p => invalid(p),
        Denied p => denied(p),
        _ => throw new UnreachableException(),
    };

    /// <summary>Written down, now or by an earlier try. Act carries it out.</summary>
    public sealed record Proposed(ActionId Action) : Proposal;

    /// <summary>There is no such tool; recorded as denied.</summary>
    public sealed record UnknownTool(string Name) : Proposal;

    /// <summary>The arguments do not parse; nothing was recorded.</summary>
    public sealed record Invalid(IReadOnlyList<ArgumentError> Errors) : Proposal;

    /// <summary>Denied whatever the arguments; recorded.</summary>
    public sealed record Denied(string Rule, string Reason) : Proposal;
}
