using Countersign.Approvals;
using Countersign.Identity;
using Microsoft.DurableTask.Client;

namespace Countersign.Actions;

/// <summary>The same words as a new action of the person's own, resolved anew. What led to the old one still marks the new one.</summary>
internal sealed class AskAgain(ActionBook book, Proposals proposals, TimeProvider time) : IAskAgain
{
    public async Task<ActionId?> AskAgainAsync(Caller caller, ActionId old, DurableTaskClient client, CancellationToken ct)
    {
        if (await book.ReadAsync(caller.Principal, old, ct) is not { Value: { State: ActionState.Lapsed } row }) return null;
        var proposal = new NewProposal
        {
            Id = ActionId.New(time), Principal = caller.Principal, Run = RunId.New(time), Agent = ActionRow.DirectAgent, AgentVersion = DirectCalls.AgentVersion,
            Door = DirectCalls.Door, Present = true, Provenance = row.Provenance, Tool = row.Tool.Value, Arguments = row.Arguments,
        };
        if (await proposals.ProposeDirectAsync(proposal, caller, ct) is not Proposal.Proposed proposed) return null;
        await Starts.StartActAsync(client, caller.Principal, proposed.Action, ct);
        return proposed.Action;
    }
}
