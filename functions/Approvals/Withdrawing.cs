using Countersign.Identity;
using Microsoft.DurableTask.Client;

namespace Countersign.Approvals;

/// <summary>
/// Withdraws approvals: ours alone, since the tenant offers no way. The row closes and its sealed request is gone with it, so nothing can be redeemed; a
/// push that is on the phone stays there, void.
/// </summary>
public sealed class Withdrawing(ApprovalBook book, Settling settling, TimeProvider time)
{
    /// <returns>The row as it stands, and whether this call closed it; null when there is none.</returns>
    public async Task<(ApprovalRow Row, bool Changed)?> WithdrawAsync(PrincipalId person, ApprovalId id, DurableTaskClient client, CancellationToken ct)
    {
        var change = await book.ApplyAsync(person, id, new Answer.Withdraw(time.GetUtcNow()), ct);
        if (change.Row is null) return null;
        if (change.Changed) await settling.TellAsync(change.Row, client, ct);
        return (change.Row, change.Changed);
    }

    /// <summary>Everything that is open: of one run when it ends or is cancelled, or of the person (<paramref name="run"/> null) on stop.</summary>
    /// <returns>How many were closed.</returns>
    public async Task<int> WithdrawAllAsync(PrincipalId person, RunId? run, DurableTaskClient client, CancellationToken ct)
    {
        var places = await book.PlacesAsync(person, ct);
        var closed = 0;
        foreach (var place in places.Outstanding.Concat(places.Waiting).Where(place => run is null || place.Run == run).ToList())
            if (await WithdrawAsync(person, place.Approval, client, ct) is { Changed: true }) closed++;
        return closed;
    }
}
