using System.Security.Cryptography;
using System.Text;
using Countersign.Approvals;
using Countersign.Identity;
using Microsoft.DurableTask.Client;

namespace Countersign.Actions;

/// <summary>The same words as a new action of the person's own, resolved anew. What led to the old one still marks the new one.</summary>
internal sealed class AskAgain(ActionBook book, Proposals proposals) : IAskAgain
{
    public async Task<ActionId?> AskAgainAsync(Caller caller, ActionId old, DurableTaskClient client, CancellationToken ct)
    {
        if (await book.ReadAsync(caller.Principal, old, ct) is not { Value: { State: ActionState.Lapsed, EndedAt: { } ended } row }) return null;
        var seed = SeedOf(old, ended);
        var proposal = new NewProposal
        {
            Id = ActionId.From(seed), Principal = caller.Principal, Run = RunId.From(seed), Agent = ActionRow.DirectAgent, AgentVersion = DirectCalls.AgentVersion,
            Door = DirectCalls.Door, Present = true, Provenance = row.Provenance, Tool = row.Tool.Value, Arguments = row.Arguments,
        };
        if (await proposals.ProposeDirectAsync(proposal, caller, ct) is not Proposal.Proposed proposed) return null;
        await Starts.StartActAsync(client, caller.Principal, proposed.Action, ct);
        return proposed.Action;
    }

    /// <summary>
    /// The same bytes however often it is said: a process that was killed between proposing and noting it, or a person who says it twice, makes one new
    /// action. In the order of ids it stands where the old one ended.
    /// </summary>
    private static byte[] SeedOf(ActionId old, DateTimeOffset ended)
    {
        var seed = SHA256.HashData(Encoding.UTF8.GetBytes($"countersign.ask-again.v1\n{old}"))[..16];
        Countdown.Write(seed, ended);
        return seed;
    }
}
