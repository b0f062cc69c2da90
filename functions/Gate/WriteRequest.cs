using Countersign.Policies;

namespace Countersign.Gate;

/// <summary>An action that is about to take effect, as it stands in the store.</summary>
public sealed record WriteRequest
{
    /// <summary>Read from the store for this passage.</summary>
    public required ProposedAction Action { get; init; }

    /// <summary>The digest that was stored when the action was decided on; the gate takes it again and compares.</summary>
    public required Digest Digest { get; init; }

    public required ToolDeclaration Tool { get; init; }

    public required ActionFacts Facts { get; init; }

    public required Subject Subject { get; init; }

    /// <summary>Null for an action that was allowed.</summary>
    public required ApprovalId? Approval { get; init; }

    /// <summary>The end of the lease within which the call has to be sent.</summary>
    public required DateTimeOffset SendBefore { get; init; }
}
