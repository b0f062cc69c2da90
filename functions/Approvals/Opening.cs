using System.Diagnostics;
using Countersign.Gate;

namespace Countersign.Approvals;

/// <summary>A stepped-up action whose person is to be asked.</summary>
/// <param name="Summary">From the resolved action alone.</param>
/// <param name="Sources">Sources of outside content in the context that proposed it.</param>
/// <param name="Because">Why the person is asked, in policy's words.</param>
public sealed record StepUpRequest(ProposedAction Action, Digest Digest, ActionSummary Summary, IReadOnlyList<string> Sources, string Because);

/// <summary>What became of a <see cref="StepUpRequest"/>.</summary>
public abstract record Opening
{
    private Opening() { }

    public T Match<T>(Func<Opened, T> opened, Func<Joined, T> joined, Func<Denied, T> denied) => this switch
    {
        Opened o => opened(o),
        Joined o => joined(o),
        Denied o => denied(o),
        _ => throw new UnreachableException(),
    };

    /// <summary>The batch holds the approval, <c>waiting</c>.</summary>
    public sealed record Opened(ApprovalId Approval) : Opening;

    /// <summary>The same thing was proposed before and is still open: nothing was added, that action stands for this one.</summary>
    public sealed record Joined(ApprovalId Approval, ActionId Action) : Opening;

    /// <summary>Nobody is asked.</summary>
    /// <param name="Code"><c>does_not_fit</c>, <c>denied_before</c>, <c>run_over</c> or <c>too_many_waiting</c>.</param>
    /// <param name="Text">One or two sentences for the model and the person, with what to do instead.</param>
    public sealed record Denied(string Code, string Text) : Opening;
}
