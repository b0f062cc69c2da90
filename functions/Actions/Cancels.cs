using Countersign.Approvals;
using Countersign.Gate;
using Countersign.Identity;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;

namespace Countersign.Actions;

/// <summary>
/// Cancelling is a row, then an event, answered at once: before <c>executing</c> it prevents, after it the effect stands and is said. It raises the epoch,
/// so an attempt whose gate has looked already looks again.
/// </summary>
public sealed class Cancels(
    ActionBook book, Epochs epochs, Withdrawing withdrawing, Settled settled, IOptions<ActionsOptions> options, TimeProvider time)
{
    /// <returns>The row as it stands and whether this call cancelled it; null when there is no such action of this person's.</returns>
    public async Task<(ActionRow Row, bool Changed)?> CancelAsync(PrincipalId person, ActionId id, DurableTaskClient client, CancellationToken ct)
    {
        if (await book.ReadAsync(person, id, ct) is null) return null;
        var changed = false;
        var row = await book.ChangeAsync(
            person, id,
            now =>
            {
                var end = Ends.Settle(now, ActionEvent.Cancel, "cancelled", "It was cancelled before it took effect.", time.GetUtcNow());
                changed = end is not null;
                return end;
            },
            ct, batch => epochs.RaiseAsync(batch, person, ct));
        if (changed || row.State == ActionState.Cancelled)
        {
            // Also for a call that comes again: whoever cancelled first may have died before the rest.
            if (row is { Approval: { } approval, JoinedTo: null }) await withdrawing.WithdrawAsync(person, approval, client, ct);
            await Wake.RaiseAsync(client, ActRef.InstanceOf(id.Value), ct);
            await settled.TellAsync(row, client, ct);
        }

        return (row, changed);
    }

    /// <summary>Every action of the person's that is not settled.</summary>
    /// <returns>Those that were cancelled, and those that execute and stand.</returns>
    public async Task<(IReadOnlyList<ActionId> Cancelled, IReadOnlyList<ActionId> Standing)> CancelAllAsync(
        PrincipalId person, DurableTaskClient client, CancellationToken ct)
    {
        List<ActionId> cancelled = [], standing = [];

        // Newest first, and nothing lives longer than a remedy is waited for and an approval used.
        var oldest = time.GetUtcNow() - options.Value.RemedyTime - TimeSpan.FromDays(1);
        await foreach (var stored in book.AllAsync(person, ct))
        {
            if (stored.Value.ProposedAt < oldest) break;
            if (stored.Value.State.IsSettled()) continue;
            if (await CancelAsync(person, stored.Value.Id, client, ct) is not var (row, changed)) continue;
            if (changed) cancelled.Add(row.Id);
            else if (row.State == ActionState.Executing) standing.Add(row.Id);
        }

        return (cancelled, standing);
    }
}
