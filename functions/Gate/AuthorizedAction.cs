using Countersign.Identity;
using Countersign.Policies;

namespace Countersign.Gate;

/// <summary>
/// Proof that the gate was passed, for one exchange and one call. Only the gate makes one (its private subclass is the only one, which a convention
/// test holds), and without one neither the vault nor a connector can be called.
/// </summary>
public abstract class AuthorizedAction
{
    private protected AuthorizedAction() { }

    public required PrincipalId Principal { get; init; }

    public required RunId Run { get; init; }

    /// <summary>Null for a read, which has no action of its own.</summary>
    public required ActionId? Action { get; init; }

    public required ToolDeclaration Tool { get; init; }

    public required ConnectionName Connection { get; init; }

    /// <summary>The provider account this is pinned to; null only for <see cref="Purpose.WhoIs"/>, which finds it out.</summary>
    public required string? Account { get; init; }

    public required Purpose Purpose { get; init; }

    /// <summary>Whose word the exchange goes on.</summary>
    public required Subject Subject { get; init; }

    public required Decision Decision { get; init; }

    /// <summary>Approved writes only.</summary>
    public required ApprovalId? Approval { get; init; }

    /// <summary>Nothing is sent after this instant: the end of the lease for a write, 30 s from the gate for a read.</summary>
    public required DateTimeOffset SendBefore { get; init; }
}
