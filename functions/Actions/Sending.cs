using Countersign.Approvals;
using Countersign.Audit;
using Countersign.Connectors;
using Countersign.Gate;
using Countersign.Policies;
using Countersign.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Countersign.Actions;

/// <summary>One attempt: the gate's passage is committed with the lease, then the call, then its outcome. Two batches.</summary>
public sealed class Sending(
    ActionBook book, ApprovalBook approvals, ActionGate gate, Providers providers, ToolCatalog catalog, Outcomes outcomes, Subjects subjects, InFlight inFlight,
    IOptions<ActionsOptions> options, TimeProvider time, ILogger<Sending> log)
{
    /// <returns>What comes next, or null when the row moved before anything was leased.</returns>
    internal async Task<ActStep?> SendAsync(Stored<ActionRow> before, CancellationToken ct)
    {
        var row = before.Value;
        if (catalog.Find(row.Tool) is not { } tool)
            return await outcomes.SettleAsync(row, ActionEvent.Refuse, "tool_changed", "The tool is not there any more. Nothing was sent.");

        var sendBefore = time.GetUtcNow() + options.Value.CallTime;
        ActionRow? leased = null;
        var passage = await gate.WriteAsync(
            new WriteRequest
            {
                Action = row.ToAction(), Digest = row.Digest!.Value, Tool = tool.Declaration, Facts = row.ToFacts(time.GetUtcNow()), // ready to send: decided on
                Subject = subjects.ForEffect(row), Approval = row.Approval, SendBefore = sendBefore,
            },
            async (stamp, cancel) =>
            {
                leased = Lease(row, sendBefore);
                return await CommitAsync(before, leased, stamp, cancel);
            },
            ct);

        switch (passage)
        {
            case Passage.Open open:
                return await CallAsync(open.Action, tool, leased!);
            case Passage.RowMoved:
                return null;
            case Passage.StepUp:
                // Policy allowed it once and does not any more: it is decided on again.
                return ActionSteps.Next(await book.ChangeAsync(
                    row.Principal, row.Id, now => now.State == ActionState.Proposed ? (now with { Decision = null }, null) : null, ct));
            case Passage.Closed closed:
                return ActionSteps.Next(await book.ChangeAsync(
                    row.Principal, row.Id,
                    now => now.Ledger == row.Ledger && now.State == row.State ? Ends.Closed(now, closed.Refusal, time.GetUtcNow(), options.Value) : null, ct));
            default:
                throw new InvalidOperationException("The gate says one of four things.");
        }
    }

    private ActionRow Lease(ActionRow row, DateTimeOffset sendBefore) => row with
    {
        State = row.State.Apply(ActionEvent.Lease) ?? throw new InvalidOperationException($"{row.Id} cannot be leased as {row.State}."),
        Parked = null,
        NotBefore = null,
        Ledger = new Ledger((row.Ledger?.Attempt ?? 0) + 1, inFlight.Owner, sendBefore + options.Value.SettlingTime, row.Ledger?.Looks ?? 0, true),
    };

    private async Task<GateCommit> CommitAsync(Stored<ActionRow> before, ActionRow leased, GateStamp stamp, CancellationToken ct)
    {
        var entry = ActionBook.EntryOf("action.executing", leased) with { Rule = stamp.Rule, PolicyVersion = stamp.PolicyVersion, Subject = subjects.ForEffect(leased).Word };
        var batch = await book.ComposeAsync(before, leased, entry, ct);
        Epochs.Compare(batch, stamp);
        if (leased.Approval is { } approval) await approvals.SpendAsync(batch, leased.Principal, approval, ct);
        return await book.CommitAsync(leased.Principal, batch, ct) switch
        {
            CommitResult.Committed => GateCommit.Committed,
            CommitResult.Conflict { Key: Epochs.Key } => GateCommit.EpochMoved,
            _ => GateCommit.RowMoved,
        };
    }

    /// <summary>From here on the effect may happen: nobody's cancellation stops the call short of its limit, nor the record of what came of it.</summary>
    private async Task<ActStep> CallAsync(AuthorizedAction authorized, Tool tool, ActionRow leased)
    {
        ToolOutcome outcome;
        try
        {
            outcome = await WithLimit.CallAsync<ToolOutcome>(
                time, authorized.SendBefore,
                limit => providers.CallAsync<ToolOutcome>(authorized, (token, cancel) => SendAsync(authorized, tool, leased, token, cancel), limit),
                () => new ToolOutcome.Unknown("No answer came within the call's limit."),
                CancellationToken.None);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            log.Interrupted(leased.Id, leased.Ledger!.Attempt, e.GetType().Name);
            outcome = new ToolOutcome.Unknown("The call was interrupted.");
        }

        return await outcomes.WriteAsync(leased, tool.Declaration, authorized.Subject, outcome);
    }

    private static async Task<ToolOutcome> SendAsync(AuthorizedAction authorized, Tool tool, ActionRow leased, Vault.ProviderToken token, CancellationToken ct)
    {
        var call = new ToolCall(authorized, token, leased.Arguments, leased.Resolved!.Value);
        using var span = Traces.Start("action.effect", leased.Run.Value, leased.Id.Value);
        return tool.Declaration.Risk == Risk.Read ? await tool.ReadAsync(call, ct) : await tool.ExecuteAsync(call, ActionRow.EffectKeyOf(leased.Id), ct);
    }
}
