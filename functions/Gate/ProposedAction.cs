using System.Text.Json;
using Countersign.Identity;
using Countersign.Policies;

namespace Countersign.Gate;

/// <summary>
/// One proposed use of one tool, resolved: what policy decides on, what a person approves and what is executed. Immutable; its canonical JSON, under the
/// name <c>countersign.action.v1</c>, is what <see cref="Digest"/> is taken of, so names and order of members here are a stored format.
/// </summary>
public sealed record ProposedAction
{
    public required ActionId Id { get; init; }

    /// <summary>The tenant's issuer, with its slash.</summary>
    public required string Tenant { get; init; }

    public required PrincipalId Principal { get; init; }

    public required string Agent { get; init; }

    public required string AgentVersion { get; init; }

    public required RunId Run { get; init; }

    public required string? Project { get; init; }

    public required string Door { get; init; }

    public required ToolName Tool { get; init; }

    public required string ToolContract { get; init; }

    public required ConnectionName Connection { get; init; }

    /// <summary>The provider's own id of the account that was pinned when this was resolved.</summary>
    public required string Account { get; init; }

    /// <summary>Every argument, defaults filled in.</summary>
    public required JsonElement Arguments { get; init; }

    /// <summary>What the words meant when this was resolved: numeric ids, head <c>sha</c>, base branch; and the preconditions that must still hold.</summary>
    public required JsonElement Resolved { get; init; }

    /// <summary>The same on every retry, sent to the provider or hashed into a marker.</summary>
    public required string EffectKey { get; init; }

    public required DateTimeOffset ProposedAt { get; init; }
}
