using Countersign.Identity;
using Countersign.Policies;

namespace Countersign.Gate;

/// <summary>What asks to read: a read tool, a write's own declared read (resolving, preconditions, looking), or a connector asking who an account is.</summary>
public sealed record ReadRequest
{
    public required PrincipalId Principal { get; init; }

    public required RunId Run { get; init; }

    /// <summary>The action whose declared read this is; null for a read tool and for <see cref="Purpose.WhoIs"/> outside an action.</summary>
    public ActionId? Action { get; init; }

    public required ToolDeclaration Tool { get; init; }

    public required ConnectionName Connection { get; init; }

    /// <summary>The pinned account; null only for <see cref="Purpose.WhoIs"/>.</summary>
    public string? Account { get; init; }

    /// <summary><see cref="Purpose.Read"/> or <see cref="Purpose.WhoIs"/>.</summary>
    public required Purpose Purpose { get; init; }

    public required Subject Subject { get; init; }

    /// <summary>What policy looks at. Decided on with risk <c>read</c>, whatever the risk of the tool whose declared read this is.</summary>
    public required ActionFacts Facts { get; init; }
}
