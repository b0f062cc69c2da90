using Countersign.Identity;

namespace Countersign.Policies;

/// <summary>
/// The decision, a pure function of the person's policy at its current version and the facts. Deny is stronger than step up, step up than allow, in any
/// order of writing; where no rule matches the default for the risk holds, and an unknown tool is denied.
/// </summary>
public interface IPolicy
{
    /// <summary>Reads the person's policy as it stands now.</summary>
    ValueTask<IPolicySet> CurrentAsync(PrincipalId principal, CancellationToken ct);
}

public interface IPolicySet
{
    /// <summary>Changes with every change of the rules; stands in the trail beside each decision.</summary>
    string Version { get; }

    Decision Decide(ToolDeclaration? tool, ActionFacts facts);

    /// <summary>Whether the tool would be denied whatever the arguments: such tools are not shown to a model.</summary>
    Decision.Deny? FlatlyDenied(ToolDeclaration tool, ActionFacts factsWithoutArguments);
}
