using System.Text.Json.Serialization;
using Countersign.Gate;
using Countersign.Identity;
using Countersign.Policies;

namespace Countersign.Approvals;

/// <summary>One approval as it is stored, under <c>approval~{id}</c> in its person's partition.</summary>
public sealed record ApprovalRow
{
    public required ApprovalId Id { get; init; }

    public required PrincipalId Principal { get; init; }

    public required ActionId Action { get; init; }

    public required RunId Run { get; init; }

    public required string Agent { get; init; }

    public required ToolName Tool { get; init; }

    public required ConnectionName Connection { get; init; }

    /// <summary>What is approved; another digest is another action.</summary>
    public required Digest Digest { get; init; }

    /// <summary>Made from the resolved action when it was decided on.</summary>
    public required ActionSummary Summary { get; init; }

    /// <summary>Sources of outside content in the context that proposed it.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>Why the person is asked, in policy's words.</summary>
    public required string Because { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    public required ApprovalState State { get; init; }

    /// <summary>Asked for again by the person after an expiry: the new action.</summary>
    public ActionId? AskedAgainAs { get; init; }

    /// <summary>Over all that does not change: <see cref="ApprovalProof"/>.</summary>
    public string? Seal { get; init; }

    public static string KeyOf(ApprovalId id) => $"approval~{id}";

    /// <summary>The instance that waits for this approval.</summary>
    [JsonIgnore]
    public string Instance => $"act-{Action}";

    /// <summary>What fatigue calls the same target: the provider's page of it, or what names it where there is none.</summary>
    [JsonIgnore]
    public string Target => Summary.Url ?? string.Join('\n', Summary.Identifiers.Select(identifier => identifier.Value));
}
