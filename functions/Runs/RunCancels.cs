using Countersign.Actions;
using Countersign.Approvals;
using Countersign.Gate;
using Countersign.Identity;
using Microsoft.DurableTask.Client;

namespace Countersign.Runs;

/// <summary>
/// Cancelling a run: its row and the epoch first, then its actions, then the events. Before <c>executing</c> that prevents; after it the effect stands and
/// is said.
/// </summary>
public sealed class RunCancels(RunBook book, RunEnds ends, ActionBook actions, Cancels cancels, Epochs epochs) : ILiveRuns
{
    /// <returns>The row as it stands; null when there is no such run of this person's.</returns>
    public async Task<RunRow?> CancelAsync(PrincipalId person, RunId id, DurableTaskClient client, CancellationToken ct)
    {
        if (await book.RunAsync(person, id, ct) is not { Value: var run }) return null;
        if (run.Thread is null)
        {
            if (run.Action is { } only) await cancels.CancelAsync(person, only, client, ct);
            return (await book.RunAsync(person, id, ct))?.Value;
        }

        var row = await ends.EndAsync(person, id, RunState.Cancelled, "cancelled", "It was cancelled.", null, ct, batch => epochs.RaiseAsync(batch, person, ct));

        // Also for a call that comes again: whoever cancelled first may have died before the rest.
        if (row is { State: RunState.Cancelled }) await EndChildrenAsync(person, row, client, ct);
        return row;
    }

    public async Task<IReadOnlyList<RunId>> CancelAllAsync(PrincipalId person, DurableTaskClient client, CancellationToken ct)
    {
        var ended = new List<RunId>();
        await foreach (var stored in book.RunsAsync(person, ct))
        {
            if (stored.Value.IsOver || stored.Value.Thread is null) continue;
            if (await CancelAsync(person, stored.Value.Id, client, ct) is { State: RunState.Cancelled }) ended.Add(stored.Value.Id);
        }

        return ended;
    }

    private async Task EndChildrenAsync(PrincipalId person, RunRow run, DurableTaskClient client, CancellationToken ct)
    {
        // Newest first: nothing that is older than the run is of it.
        await foreach (var stored in actions.AllAsync(person, ct))
        {
            if (stored.Value.ProposedAt < run.StartedAt) break;
            if (stored.Value.Run == run.Id && !stored.Value.State.IsSettled()) await cancels.CancelAsync(person, stored.Value.Id, client, ct);
        }

        await Wake.RaiseAsync(client, RunInstances.InstanceOf(run.Id), ct);
    }
}
