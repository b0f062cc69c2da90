using Countersign.Identity;
using Countersign.Telemetry;
using Microsoft.DurableTask.Client;

namespace Countersign.Approvals;

/// <summary>Tells those who wait, after the row was written: the action, and whoever has a place on the phone now.</summary>
public sealed class Settling(ApprovalBook book)
{
    /// <summary>Repeatable: an event only wakes.</summary>
    public async Task TellAsync(ApprovalRow row, DurableTaskClient client, CancellationToken ct)
    {
        using (var span = Traces.Start("approval.settled", row.Run.Value, row.Action.Value)) span?.SetTag("countersign.state", row.State.Word);
        if (row.State.Final) Measures.Approvals.Add(1, new KeyValuePair<string, object?>("state", row.State.Word));
        await Wake.RaiseAsync(client, row.Instance, ct);
        await WakeNextAsync(row.Principal, client, ct);
    }

    /// <summary>Wakes the oldest of the waiting for whom there is a place.</summary>
    public async Task WakeNextAsync(PrincipalId person, DurableTaskClient client, CancellationToken ct)
    {
        foreach (var place in (await book.PlacesAsync(person, ct)).Next()) await Wake.RaiseAsync(client, place.Instance, ct);
    }
}
