using System.Text.Json.Nodes;
using Countersign.Audit;
using Countersign.Connectors;
using Countersign.Egress;
using Countersign.Gate;
using Countersign.Policies;
using Microsoft.Extensions.Options;

namespace Countersign.Actions;

/// <summary>An earlier attempt was sent and its end is not known: after its lease somebody looks, by the tool's declared reads, before another is sent.</summary>
public sealed class Looking(
    ActionBook book, ActionGate gate, Providers providers, ToolCatalog catalog, Outcomes outcomes, InFlight inFlight, IOptions<ActionsOptions> options,
    TimeProvider time)
{
    private const string Said = "It was interrupted, and whether it happened cannot be told. Look at the provider before you propose it again.";

    /// <returns>What comes next, or null where another attempt may be sent at once.</returns>
    internal async Task<ActStep?> LookAsync(Stored<ActionRow> before, CancellationToken ct)
    {
        var row = before.Value;
        var tool = catalog.Find(row.Tool);
        if (tool is null || tool.Declaration.Effect == EffectStrategy.AtMostOnce || row.Account is not { } account)
            return await outcomes.SettleAsync(row, ActionEvent.GiveUp, "unknown", Said);
        if (tool.Declaration.Risk == Risk.Read) return await AgainAsync(row, null);

        var leased = row with
        {
            Ledger = row.Ledger! with { Attempt = row.Ledger.Attempt + 1, Owner = inFlight.Owner, LeaseEnd = time.GetUtcNow() + options.Value.CallTime + options.Value.SettlingTime },
        };
        if (await book.CommitAsync(row.Principal, await book.ComposeAsync(before, leased, null, ct), ct) is not CommitResult.Committed) return null;

        var passage = await gate.ReadAsync(
            new ReadRequest
            {
                Principal = row.Principal, Run = row.Run, Action = row.Id, Tool = tool.Declaration, Connection = row.Connection, Account = account,
                Purpose = Purpose.Read, Subject = Subjects.ForReads(row), Facts = row.ToFacts(time.GetUtcNow()),
            },
            ct);
        if (passage is not Passage.Open open) return await outcomes.SettleAsync(leased, ActionEvent.GiveUp, "unknown", Said);

        var look = await WithLimit.CallAsync<Look>(
            time, options.Value.EndOf(open.Action, time),
            limit => providers.CallAsync<Look>(
                open.Action,
                (token, cancel) => tool.LookAsync(new ToolCall(open.Action, token, row.Arguments, row.Resolved!.Value), ActionRow.EffectKeyOf(row.Id), cancel),
                limit),
            () => new Look.Unknown("No answer came within the call's limit."),
            ct);
        return look switch
        {
            Look.Found found => await FoundAsync(leased, found.Done, ReadEntry(leased, open.Action, "found")),
            Look.NotFound => await AgainAsync(leased, ReadEntry(leased, open.Action, "not_found")),
            Look.Partly partly => await AgainAsync(
                leased with { Standing = new Standing(partly.Done.Result, partly.Done.Url, partly.Done.Sources, partly.Text) }, ReadEntry(leased, open.Action, "partly")),
            Look.Unknown unknown => await UnknownAsync(leased, unknown, ReadEntry(leased, open.Action, "unknown")),
            _ => throw new InvalidOperationException("A refused token does not leave the providers."),
        };
    }

    private async Task<ActStep> FoundAsync(ActionRow leased, ToolOutcome.Done done, AuditEvent read) => ActionSteps.Next(await book.ChangeAsync(
        leased.Principal, leased.Id, now => Outcomes.IsOf(now, leased) ? Outcomes.Done(now, done, time.GetUtcNow()) : null, CancellationToken.None, Recording(read)));

    /// <summary>Nothing happened, or not all of it: the next attempt may go, as often as tries allow.</summary>
    private async Task<ActStep?> AgainAsync(ActionRow leased, AuditEvent? read)
    {
        var after = await book.ChangeAsync(
            leased.Principal, leased.Id,
            now =>
            {
                if (!Outcomes.IsOf(now, leased)) return null;
                now = now with { Standing = leased.Standing };
                if (now.Tries + 1 >= options.Value.Tries)
                    return Ends.Settle(now, ActionEvent.Fail, "unavailable", "It was tried several times and did not happen. Try again later.", time.GetUtcNow());
                return (now with { State = ActionState.Proposed, Tries = now.Tries + 1, NotBefore = null, Ledger = now.Ledger! with { MayHaveHappened = false } }, null);
            },
            CancellationToken.None, Recording(read));
        return after.State == ActionState.Proposed ? null : ActionSteps.Next(after);
    }

    private async Task<ActStep> UnknownAsync(ActionRow leased, Look.Unknown unknown, AuditEvent read)
    {
        var looks = leased.Ledger!.Looks + 1;
        if (looks >= options.Value.Looks) return await outcomes.SettleAsync(leased, ActionEvent.GiveUp, "unknown", Said, read);

        // Nothing of ours is under way now, so the next look need not wait for a lease, only for the other side.
        var backoff = TimeSpan.FromSeconds(5 * Math.Pow(3, looks));
        var wait = Spread.Above(unknown.After is { } after && after > backoff ? after : backoff, $"{leased.Id} {looks}");
        return ActionSteps.Next(await book.ChangeAsync(
            leased.Principal, leased.Id,
            now => Outcomes.IsOf(now, leased) ? (now with { Ledger = now.Ledger! with { Looks = looks, LeaseEnd = time.GetUtcNow() + wait } }, null) : null,
            CancellationToken.None, Recording(read)));
    }

    private static Func<Audit.PersonBatch, Task> Recording(AuditEvent? read) => batch =>
    {
        if (read is not null) batch.Record(read);
        return Task.CompletedTask;
    };

    private static AuditEvent ReadEntry(ActionRow row, AuthorizedAction authorized, string outcome) => new()
    {
        Kind = "read.done", Run = row.Run, Action = row.Id, Tool = row.Tool.Value, Connection = row.Connection.Value, Decision = authorized.Decision.Word,
        Rule = authorized.Decision.Rule, PolicyVersion = authorized.Decision.PolicyVersion, Subject = authorized.Subject.Word, Outcome = outcome,
        Content = new JsonObject { ["purpose"] = "look" },
    };
}
