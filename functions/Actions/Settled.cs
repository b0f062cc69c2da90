using Countersign.Telemetry;
using Countersign.Vault;
using Microsoft.DurableTask.Client;

namespace Countersign.Actions;

/// <summary>What is left to do once an action is settled: wake those that joined it, and delete what only it could use.</summary>
public sealed class Settled(Waits waits, Grants grants, RunGrants ofRuns)
{
    /// <summary>Repeatable.</summary>
    public async Task TellAsync(ActionRow row, DurableTaskClient client, CancellationToken ct)
    {
        using (var span = Traces.Start("action.settled", row.Run.Value, row.Id.Value)) span?.SetTag("countersign.state", row.State.Word());
        Measures.Actions.Add(1, new("tool", row.Tool.Value), new KeyValuePair<string, object?>("state", row.State.Word()));
        await ofRuns.EndAfterAsync(row, ct);
        if (!row.IsDirect) await waits.WakeJoinedAsync(client, row.Principal, row.Id, ct);
        if (row is { Approval: { } approval, JoinedTo: null }) await grants.EndAsync(row.Principal, approval, ct);
    }
}
