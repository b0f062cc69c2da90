using Countersign.Identity;
using Countersign.Policies;

namespace Countersign.Gate;

/// <summary>What a fact is asked about.</summary>
public sealed record GateSubject
{
    public required PrincipalId Principal { get; init; }

    public required RunId Run { get; init; }

    public required ActionId? Action { get; init; }

    public required ToolName Tool { get; init; }

    public required ConnectionName Connection { get; init; }

    /// <summary>The account the action is pinned to; null only for <see cref="Purpose.WhoIs"/>, which must not be refused for an account not confirmed.</summary>
    public required string? Account { get; init; }

    public required Purpose Purpose { get; init; }

    public required Subject Subject { get; init; }

    /// <summary>The approval that must be of <see cref="Digest"/>, unspent but by <see cref="Action"/> itself, and within its use-by; null when none is needed.</summary>
    public ApprovalId? Approval { get; init; }

    /// <summary>Of the action as it stands in the store; null for a read.</summary>
    public Digest? Digest { get; init; }

    public required DateTimeOffset Now { get; init; }
}
