using Countersign.Audit;
using Countersign.Identity;
using Microsoft.Azure.Functions.Worker;

namespace Countersign.Actions;

/// <summary>Decides on an action that was not decided on when it was proposed, or is decided on again, in one batch.</summary>
public sealed class DecideAction(ActionBook book, ActionSeal seal, Deciding deciding, TimeProvider time)
{
    [Function(nameof(DecideAction))]
    public async Task<ActStep> RunAsync([ActivityTrigger] ActRef action, CancellationToken ct)
    {
        var (person, id) = (PrincipalId.Parse(action.Principal), ActionId.Parse(action.Action));
        for (var attempt = 0; attempt < ActionBook.Tries; attempt++)
        {
            var before = await book.RequireAsync(person, id, ct);
            if (before.Value is not { State: ActionState.Proposed, Digest: not null, Decision: null }) return ActionSteps.Next(before.Value);
            if (!seal.Holds(before.Value)) return await RefuseAsync(person, id, ct);
            var batch = new PersonBatch();
            var after = await deciding.DecideAsync(batch, before.Value, ct);
            batch = await book.ComposeAsync(before, after, null, ct, batch);
            if (await book.CommitAsync(person, batch, ct) is not CommitResult.Committed) continue;
            return after is { State: ActionState.Parked, Approval: { } approval, JoinedTo: null }
                ? new ActStep(ActNext.Ask, Approval: approval.Value)
                : ActionSteps.Next(after);
        }

        throw new InvalidOperationException($"Deciding on {id} met {ActionBook.Tries} conflicts in a row.");
    }

    /// <summary>Nobody is asked about what was not proposed.</summary>
    private async Task<ActStep> RefuseAsync(PrincipalId person, ActionId id, CancellationToken ct) => ActionSteps.Next(await book.ChangeAsync(
        person, id, row => Ends.Settle(row, ActionEvent.Refuse, ActionSeal.Altered, ActionSeal.AlteredText, time.GetUtcNow()), ct));
}
