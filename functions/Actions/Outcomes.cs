using System.Text.Json.Nodes;
using Countersign.Audit;
using Countersign.Connectors;
using Countersign.Gate;
using Countersign.Policies;
using Microsoft.Extensions.Options;

namespace Countersign.Actions;

/// <summary>Writes what came of an attempt, on the condition that it is still that attempt's row. Never cancelled.</summary>
public sealed class Outcomes(ActionBook book, IPinnedAccounts accounts, IOptions<ActionsOptions> options, TimeProvider time)
{
    internal async Task<ActStep> WriteAsync(ActionRow leased, ToolDeclaration tool, Subject subject, ToolOutcome outcome)
    {
        if (outcome is ToolOutcome.AccountDiffers differs)
            await accounts.DiffersAsync(leased.Principal, leased.Connection, differs.Found.Id, differs.Found.Login, CancellationToken.None);
        var after = await book.ChangeAsync(
            leased.Principal, leased.Id,
            // What was done is known, whatever was made of the row meanwhile.
            now => (IsOf(now, leased) || (now is { IsUnreadable: true, State: ActionState.Executing } && outcome is ToolOutcome.Done)) && Change(now, tool, outcome) is var (row, entry) ? (row, entry is null ? null : entry with { Subject = subject.Word }) : null,
            CancellationToken.None);
        return ActionSteps.Next(after);
    }

    internal async Task<ActStep> SettleAsync(ActionRow row, ActionEvent happened, string code, string text, AuditEvent? read = null)
    {
        var after = await book.ChangeAsync(
            row.Principal, row.Id, now => IsOf(now, row) ? Ends.Settle(now, happened, code, text, time.GetUtcNow()) : null, CancellationToken.None,
            batch =>
            {
                if (read is not null) batch.Record(read);
                return Task.CompletedTask;
            });
        return ActionSteps.Next(after);
    }

    /// <summary>Whether the row is still the attempt's: nobody took the lease meanwhile.</summary>
    internal static bool IsOf(ActionRow now, ActionRow leased) => now.State == leased.State && now.Ledger?.Attempt == leased.Ledger?.Attempt;

    internal static (ActionRow After, AuditEvent? Entry)? Done(ActionRow row, ToolOutcome.Done done, DateTimeOffset now)
    {
        var with = row with { Result = done.Result, Url = done.Url, Sources = done.Sources };
        if (Ends.Settle(with, ActionEvent.Finish, null, null, now) is not var (after, entry)) return null;
        return (after, entry is null ? null : entry with { Content = new JsonObject { ["url"] = done.Url } });
    }

    private (ActionRow After, AuditEvent? Entry)? Change(ActionRow row, ToolDeclaration tool, ToolOutcome outcome)
    {
        var now = time.GetUtcNow();
        var nothing = row with { Ledger = row.Ledger! with { MayHaveHappened = false } }; // leased: it has a ledger
        return outcome switch
        {
            ToolOutcome.Done done => Done(row, done, now),
            ToolOutcome.Moved moved => Ends.Settle(nothing, ActionEvent.Move, "moved", moved.Text, now),
            ToolOutcome.Refused refused => Ends.Settle(nothing, ActionEvent.Refuse, refused.Code, refused.Text, now),
            ToolOutcome.Failed failed => Ends.Settle(nothing, ActionEvent.Fail, failed.Code, failed.Text, now),
            ToolOutcome.Needs needs => Ends.Park(nothing, needs.Remedy, now + options.Value.RemedyTime),
            ToolOutcome.Retry retry => Ends.Again(nothing, retry.After, now, options.Value),
            ToolOutcome.AccountDiffers => Ends.Settle(
                nothing, ActionEvent.Refuse, "account_differs",
                $"The linked {row.Connection} account is another than the confirmed one. Nothing was sent; confirm it under Accounts.", now),

            // A read has no effect to look for.
            ToolOutcome.Unknown when tool.Risk == Risk.Read => Ends.Again(nothing, TimeSpan.FromSeconds(1), now, options.Value),
            ToolOutcome.Unknown unknown when tool.Effect == EffectStrategy.AtMostOnce => Ends.Settle(row, ActionEvent.GiveUp, "unknown", unknown.Text, now),

            // After the lease somebody looks. A process that stood still sent later than it meant to: that has its settling time too.
            ToolOutcome.Unknown when row.Ledger!.LeaseEnd is var end && now + options.Value.SettlingTime is var settled && settled > end =>
                (row with { Ledger = row.Ledger with { LeaseEnd = settled } }, null),
            _ => null,
        };
    }
}
