using Countersign.Identity;
using Countersign.Vault;

namespace Countersign.Actions;

/// <summary>
/// The end of a run's grant: with the run, unless a call of it may still be on its way. Whether that happened is looked up on the same word, so the grant
/// then ends with that action.
/// </summary>
public sealed class RunGrants(ActionBook book, Grants grants)
{
    /// <summary>For a run that is over. Repeatable.</summary>
    public async Task EndAsync(PrincipalId person, RunRow run, CancellationToken ct)
    {
        if (run.State == RunState.Done || !await IsExecutingAsync(person, run, ct)) await grants.EndAsync(person, run.Id, ct);
    }

    /// <summary>For an action that is settled: the last one of a run that was over before it. Repeatable.</summary>
    public async Task EndAfterAsync(ActionRow settled, CancellationToken ct)
    {
        if (settled.IsDirect) await grants.EndAsync(settled.Principal, settled.Run, ct);
        else if (await book.RunOfAsync(settled, ct) is { Value: { IsOver: true } run }) await EndAsync(settled.Principal, run, ct);
    }

    private async Task<bool> IsExecutingAsync(PrincipalId person, RunRow run, CancellationToken ct)
    {
        await foreach (var stored in book.AllAsync(person, ct))
        {
            // Newest first: nothing that is older than the run is of it.
            if (stored.Value.ProposedAt < run.StartedAt) return false;
            if (stored.Value.Run == run.Id && stored.Value.State == ActionState.Executing) return true;
        }

        return false;
    }
}
