using System.Collections.Concurrent;
using Countersign.Identity;
using Countersign.Policies;

namespace Countersign.Tests.Workflows.Runs;

/// <summary>The policy as it ships; for those who are cautious an issue is read with their approval alone.</summary>
internal sealed class CautiousPolicy : IPolicy
{
    private readonly ConcurrentDictionary<PrincipalId, bool> _cautious = [];

    public void For(PrincipalId person) => _cautious[person] = true;

    public ValueTask<IPolicySet> CurrentAsync(PrincipalId principal, CancellationToken ct)
        => new(_cautious.ContainsKey(principal) ? new Cautious(DefaultPolicy.Shipped) : DefaultPolicy.Shipped);

    private sealed class Cautious(IPolicySet shipped) : IPolicySet
    {
        public string Version => shipped.Version;

        public Decision Decide(ToolDeclaration? tool, ActionFacts facts)
            => shipped.Decide(tool, facts) is Decision.Allow allowed && facts.Tool.Value == "github.get_issue"
                ? new Decision.StepUp("Issues are read with approval.") { Rule = "cautious", PolicyVersion = allowed.PolicyVersion }
                : shipped.Decide(tool, facts);

        public Decision.Deny? FlatlyDenied(ToolDeclaration tool, ActionFacts factsWithoutArguments) => shipped.FlatlyDenied(tool, factsWithoutArguments);
    }
}
