using System.Diagnostics;
using Countersign.Connectors;
using Countersign.Vault;

namespace Countersign.Actions;

/// <summary>What came of a read. Whatever it is, the trail has it already.</summary>
public abstract record ReadAnswer
{
    private ReadAnswer() { }

    public T Match<T>(
        Func<Done, T> done, Func<UnknownTool, T> unknownTool, Func<Invalid, T> invalid, Func<Denied, T> denied, Func<StepUp, T> stepUp, Func<Needs, T> needs,
        Func<Failed, T> failed, Func<Unavailable, T> unavailable) => this switch
        {
            Done r => done(r),
            UnknownTool r => unknownTool(r),
            Invalid r => invalid(r),
            Denied r => denied(r),
            StepUp r => stepUp(r),
            Needs r => needs(r),
            Failed r => failed(r),
            Unavailable r => unavailable(r),
            _ => throw new UnreachableException(),
        };

    /// <param name="Rule">The rule that allowed it; null where none was asked.</param>
    public sealed record Done(ToolOutcome.Done Outcome, string? Rule = null) : ReadAnswer;

    public sealed record UnknownTool(string Name) : ReadAnswer;

    public sealed record Invalid(IReadOnlyList<ArgumentError> Errors) : ReadAnswer;

    /// <param name="Code">Of the gate, or <c>policy_denied</c>.</param>
    public sealed record Denied(string Code, string Text) : ReadAnswer;

    /// <summary>A person has to approve it: propose it, and Act carries it out.</summary>
    public sealed record StepUp(string Because) : ReadAnswer;

    public sealed record Needs(Remedy Remedy) : ReadAnswer;

    /// <summary>The provider said no, or it could not be done.</summary>
    public sealed record Failed(string Code, string Text) : ReadAnswer;

    public sealed record Unavailable(TimeSpan After) : ReadAnswer;
}
