using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Approvals;
using Countersign.Audit;
using Countersign.Connectors;
using Countersign.Gate;
using Countersign.Policies;
using Countersign.Telemetry;

namespace Countersign.Actions;

/// <summary>Policy's word on a resolved action, with the approval that a step-up needs: what follows from it is added to the batch that writes the row.</summary>
public sealed class Deciding(ApprovalBook approvals, IPolicy policy, ToolCatalog catalog, TimeProvider time)
{
    /// <param name="batch">Its entries are added, and an approval's rows; the action's own row is the caller's to write.</param>
    /// <param name="row">Resolved.</param>
    /// <returns>The row to be written.</returns>
    internal async Task<ActionRow> DecideAsync(PersonBatch batch, ActionRow row, CancellationToken ct)
    {
        using var span = Traces.Start("action.decide", row.Run.Value, row.Id.Value);
        var now = time.GetUtcNow();
        var set = await policy.CurrentAsync(row.Principal, ct);
        var decision = set.Decide(catalog.Find(row.Tool)?.Declaration, row.ToFacts(now));
        var decided = row with
        {
            Decision = decision.Word, Rule = decision.Rule, PolicyVersion = decision.PolicyVersion, Because = (decision as Decision.StepUp)?.Because,
        };
        span?.SetTag("countersign.decision", decision.Word);
        Measures.Decisions.Add(1, new("tool", row.Tool.Value), new KeyValuePair<string, object?>("decision", decision.Word));
        batch.Record(DecidedEntry(decided));
        var after = await decision.Match(
            _ => Task.FromResult(decided),
            _ => StepUpAsync(batch, decided, ct),
            deny => Task.FromResult(Deny(batch, decided, GateCodes.PolicyDenied, deny.Reason)));
        if (after.State == ActionState.Parked) batch.Record(ActionBook.EntryOf("action.parked", after) with { Code = after.Parked!.On });
        return after;
    }

    /// <summary>Which rows an approval is, the room below says.</summary>
    private async Task<ActionRow> StepUpAsync(PersonBatch batch, ActionRow row, CancellationToken ct)
    {
        var request = new StepUpRequest(row.ToAction(), row.Digest!.Value, row.Summary!, row.Provenance, row.Because!); // decided on: resolved, and with a reason
        var opening = await approvals.OpenAsync(batch, request, ct);
        return opening.Match(
            opened => row with { State = ActionState.Parked, Approval = opened.Approval, Parked = new Parking(Parking.Approval, null, null, null) },
            joined => row with
            {
                State = ActionState.Parked, Approval = joined.Approval, JoinedTo = joined.Action,
                Parked = new Parking(Parking.Joined, null, null, Waits.KeyOf(joined.Action, row.Id)),
            },
            denied => Deny(batch, row, denied.Code, denied.Text));
    }

    private ActionRow Deny(PersonBatch batch, ActionRow row, string code, string text)
    {
        if (Ends.Settle(row, ActionEvent.Deny, code, text, time.GetUtcNow()) is not var (after, entry)) return row;
        if (entry is not null) batch.Record(entry);
        return after;
    }

    /// <summary>All that a person would be shown, and what the digest covers: the trail can tell later what was approved.</summary>
    private static AuditEvent DecidedEntry(ActionRow row) => ActionBook.EntryOf(
        "action.decided", row,
        new JsonObject
        {
            ["digest"] = row.Digest?.Value,
            ["action"] = JsonSerializer.SerializeToNode(row.ToAction(), GateJson.Default.ProposedAction),
            ["because"] = row.Because,
        });
}
