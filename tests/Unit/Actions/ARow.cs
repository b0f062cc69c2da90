using Countersign.Actions;
using Countersign.Gate;
using Countersign.Policies;
using Countersign.Tests.Unit.Gate;

namespace Countersign.Tests.Unit.Actions;

internal static class ARow
{
    public static ActionRow Proposed()
    {
        var merge = AnAction.Merge();
        return new ActionRow
        {
            Id = merge.Id, Principal = merge.Principal, Run = merge.Run, Tenant = merge.Tenant, Agent = merge.Agent, AgentVersion = merge.AgentVersion,
            Door = merge.Door, Present = true, Provenance = [], Tool = merge.Tool, ToolContract = merge.ToolContract, Connection = merge.Connection,
            Arguments = merge.Arguments, Risk = Risk.Destructive, ProposedAt = merge.ProposedAt, State = ActionState.Proposed,
        };
    }

    public static ActionRow Resolved()
    {
        var merge = AnAction.Merge();
        var row = Proposed() with { Account = merge.Account, Resolved = merge.Resolved };
        return row with { Digest = ActionDigest.Of(row.ToAction()) };
    }

    public static ActionRow Allowed() => Resolved() with { Decision = "allow", Rule = "default:read", PolicyVersion = "1" };

    public static ActionRow Executing(DateTimeOffset leaseEnd, bool mayHaveHappened = true) =>
        Allowed() with { State = ActionState.Executing, Ledger = new Ledger(1, "someone", leaseEnd, 0, mayHaveHappened) };
}
