using Countersign.Approvals;
using Countersign.Audit;
using Countersign.Gate;
using Countersign.Identity;
using Microsoft.DurableTask.Client;

namespace Countersign.Actions;

/// <summary>
/// Stop everything: the epoch first, so that nothing that has not begun begins; then live runs, actions and approvals, one batch a step. What it ended
/// does not resume; new runs may be started at once.
/// </summary>
public sealed class Stops(ActionBook book, Epochs epochs, IEnumerable<ILiveRuns> runs, Cancels cancels, Withdrawing withdrawing)
{
    private const int Tries = 24;

    public async Task<StopView> StopAsync(PrincipalId person, DurableTaskClient client, CancellationToken ct)
    {
        await PressAsync(person, ct);
        List<RunId> ended = [];
        foreach (var room in runs) ended.AddRange(await room.CancelAllAsync(person, client, ct));
        var (cancelled, standing) = await cancels.CancelAllAsync(person, client, ct);
        var withdrawn = await withdrawing.WithdrawAllAsync(person, null, client, ct);
        return new StopView(ended, cancelled, standing, withdrawn);
    }

    private async Task PressAsync(PrincipalId person, CancellationToken ct)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var batch = new PersonBatch().Record(new AuditEvent { Kind = "stop.pressed" });
            await epochs.RaiseAsync(batch, person, ct);
            if (await book.CommitAsync(person, batch, ct) is CommitResult.Committed) return;
        }

        throw new InvalidOperationException($"Stopping met {Tries} conflicts in a row.");
    }
}
