using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Approvals;
using Countersign.Audit;
using Countersign.Connectors;
using Countersign.Gate;
using Countersign.Identity;
using Countersign.Policies;
using Countersign.Telemetry;
using Microsoft.Azure.Functions.Worker;

namespace Countersign.Actions;

/// <summary>Asks policy about the resolved action and writes its word, with the approval that a step-up needs, in one batch.</summary>
public sealed class DecideAction(ActionBook book, ApprovalBook approvals, IPolicy policy, ToolCatalog catalog, TimeProvider time)
{
    [Function(nameof(DecideAction))]
    public async Task<ActStep> RunAsync([ActivityTrigger] ActRef action, CancellationToken ct)
    {
        var (person, id) = (PrincipalId.Parse(action.Principal), ActionId.Parse(action.Action));
        for (var attempt = 0; attempt < ActionBook.Tries; attempt++)
        {
            var before = await book.RequireAsync(person, id, ct);
            if (before.Value is not { State: ActionState.Proposed, Digest: not null, Decision: null }) return ActionSteps.Next(before.Value);
            if (await DecideAsync(before, ct) is not { } after) continue;
            return after is { State: ActionState.Parked, Approval: { } approval, JoinedTo: null }
                ? new ActStep(ActNext.Ask, Approval: approval.Value)
                : ActionSteps.Next(after);
        }

        throw new InvalidOperationException($"Deciding on {id} met {ActionBook.Tries} conflicts in a row.");
    }

    /// <returns>The row as written, or null when something changed in between.</returns>
    private async Task<ActionRow?> DecideAsync(Stored<ActionRow> before, CancellationToken ct)
    {
        var row = before.Value;
        using var span = Traces.Start("action.decide", row.Run.Value, row.Id.Value);
        var now = time.GetUtcNow();
        var set = await policy.CurrentAsync(row.Principal, ct);
        var decision = set.Decide(catalog.Find(row.Tool)?.Declaration, row.ToFacts(now));
        var decided = row with { Decision = decision.Word, Rule = decision.Rule, PolicyVersion = decision.PolicyVersion };
        span?.SetTag("countersign.decision", decision.Word);
        Measures.Decisions.Add(1, new("tool", row.Tool.Value), new KeyValuePair<string, object?>("decision", decision.Word));
        return await decision.Match(
            _ => WriteAsync(before, decided, null, ct),
            stepUp => StepUpAsync(before, decided with { Because = stepUp.Because }, ct),
            deny => WriteAsync(before, decided, Ends.Settle(decided, ActionEvent.Deny, GateCodes.PolicyDenied, deny.Reason, now), ct));
    }

    private async Task<ActionRow?> StepUpAsync(Stored<ActionRow> before, ActionRow row, CancellationToken ct)
    {
        // The approval's rows go into the batch that records the decision; which rows, the room below says.
        var also = new PersonBatch().Record(DecidedEntry(row));
        var request = new StepUpRequest(row.ToAction(), row.Digest!.Value, row.Summary!, row.Provenance, row.Because!); // decided on: resolved, and with a reason
        var opening = await approvals.OpenAsync(also, request, ct);
        return await opening.Match(
            opened => WriteAsync(
                before,
                row with { State = ActionState.Parked, Approval = opened.Approval, Parked = new Parking(Parking.Approval, null, null, null) },
                null, ct, also),
            joined => WriteAsync(
                before,
                row with
                {
                    State = ActionState.Parked, Approval = joined.Approval, JoinedTo = joined.Action,
                    Parked = new Parking(Parking.Joined, null, null, Waits.KeyOf(joined.Action, row.Id)),
                },
                null, ct),
            denied => WriteAsync(before, row, Ends.Settle(row, ActionEvent.Deny, denied.Code, denied.Text, time.GetUtcNow()), ct));
    }

    private async Task<ActionRow?> WriteAsync(
        Stored<ActionRow> before, ActionRow decided, (ActionRow After, AuditEvent? Entry)? end, CancellationToken ct, PersonBatch? also = null)
    {
        var after = end?.After ?? decided;
        var batch = await book.ComposeAsync(before, after, also is null ? DecidedEntry(decided) : null, ct, also);
        if (end?.Entry is { } entry) batch.Record(entry);
        if (after.State == ActionState.Parked) batch.Record(ActionBook.EntryOf("action.parked", after) with { Code = after.Parked!.On });
        return await book.CommitAsync(after.Principal, batch, ct) is CommitResult.Committed ? after : null;
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
