using Countersign.Identity;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Countersign.Actions;

/// <summary>
/// Brings about the effect of an action, at most once: lease, gate, exchange, call, outcome. May be delivered twice, also at once; what an attempt before
/// left in the ledger decides what this one may do.
/// </summary>
public sealed class ExecuteAction(ActionBook book, Sending sending, Looking looking, Settled settled, InFlight inFlight, TimeProvider time)
{
    [Function(nameof(ExecuteAction))]
    public async Task<ActStep> RunAsync([ActivityTrigger] ActRef action, [DurableClient] DurableTaskClient client, CancellationToken ct)
    {
        var (person, id) = (PrincipalId.Parse(action.Principal), ActionId.Parse(action.Action));
        using var turn = await inFlight.EnterAsync(id, ct);
        for (var attempt = 0; attempt < ActionBook.Tries; attempt++)
        {
            var before = await book.RequireAsync(person, id, ct);
            var step = Ready(before.Value, time.GetUtcNow()) switch
            {
                Readiness.Send => await sending.SendAsync(before, ct),
                Readiness.Look => await looking.LookAsync(before, ct),
                _ => ActionSteps.Next(before.Value),
            };
            if (step is null) continue; // the row moved: what it says now decides
            if (step.Next == ActNext.Over) await settled.TellAsync((await book.RequireAsync(person, id, CancellationToken.None)).Value, client, CancellationToken.None);
            return step;
        }

        throw new InvalidOperationException($"Executing {id} met {ActionBook.Tries} conflicts in a row.");
    }

    /// <summary>What may be done with an action as it stands: nothing before its lease has run out, and no second try without a look.</summary>
    internal static Readiness Ready(ActionRow row, DateTimeOffset now) => row switch
    {
        { Digest: null } or { Decision: null or "deny" } => Readiness.Nothing,
        { State: ActionState.Executing, Ledger: { } ledger } when now < ledger.LeaseEnd => Readiness.Nothing,
        { State: ActionState.Executing, Ledger.MayHaveHappened: true } => Readiness.Look,
        { State: ActionState.Proposed or ActionState.Executing } when row.NotBefore is null || row.NotBefore <= now => Readiness.Send,
        { State: ActionState.Parked, Approval: not null, JoinedTo: null, Parked.Remedy: null } => Readiness.Send,
        _ => Readiness.Nothing,
    };

    internal enum Readiness
    {
        Nothing,
        Send,
        Look,
    }
}
