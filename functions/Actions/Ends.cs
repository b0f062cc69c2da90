using System.Text.Json.Nodes;
using Countersign.Audit;
using Countersign.Egress;
using Countersign.Gate;

namespace Countersign.Actions;

/// <summary>How an action leaves a state: the row afterwards and what the trail says of it. Null where the table has no such change.</summary>
internal static class Ends
{
    /// <summary>The longest that a try is put off: GitHub's primary limit comes back within the hour. Asked for longer, it fails and says so.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>Settles the action. One of which a part stands is done, whatever kept the rest from happening.</summary>
    public static (ActionRow After, AuditEvent? Entry)? Settle(ActionRow row, ActionEvent happened, string? code, string? text, DateTimeOffset now)
    {
        if (row.Standing is { } part && happened != ActionEvent.Finish) return SettlePartly(row, part, happened, code, now);
        if (row.State.Apply(happened) is not { } state) return null;
        var after = row with { State = state, Parked = null, NotBefore = null, Code = code, Text = text, EndedAt = now };
        return (after, ActionBook.EntryOf($"action.{state.Word()}", after) with { Outcome = state.Word() });
    }

    private static (ActionRow After, AuditEvent? Entry)? SettlePartly(ActionRow row, Standing part, ActionEvent happened, string? code, DateTimeOffset now)
    {
        // Where the table lets nothing end it, nothing does; whether the rest happened may still be unknown.
        if (row.State.Apply(happened) is not { } otherwise) return null;
        var state = otherwise == ActionState.Unknown ? otherwise : ActionState.Done;
        var after = row with
        {
            State = state, Parked = null, NotBefore = null, Code = "partly", Text = $"{part.Text} What ended it: {code}.", EndedAt = now,
            Result = part.Result, Url = part.Url, Sources = part.Sources,
        };
        return (after, ActionBook.EntryOf($"action.{state.Word()}", after, new JsonObject { ["url"] = part.Url, ["ended_by"] = code }) with { Outcome = state.Word() });
    }

    /// <summary>Parks it on something that somebody has to do.</summary>
    public static (ActionRow After, AuditEvent? Entry)? Park(ActionRow row, Vault.Remedy remedy, DateTimeOffset until)
    {
        if (row.State.Apply(ActionEvent.Park) is not { } state) return null;
        var on = DirectRuns.WordOf(remedy.Kind);
        var parking = new Parking(on, until, remedy, Waits.KeyOf(remedy, row.Run, row.Id.Value));
        var after = row with { State = state, Parked = parking, NotBefore = null };
        return (after, ActionBook.EntryOf("action.parked", after) with { Code = on });
    }

    /// <summary>Back to another try after a while, or failed after the last.</summary>
    public static (ActionRow After, AuditEvent? Entry)? Again(ActionRow row, TimeSpan wait, DateTimeOffset now, ActionsOptions options)
    {
        if (row.Tries + 1 >= options.Tries)
            return Settle(row, ActionEvent.Fail, "unavailable", "The provider or the tenant could not be reached in time. Nothing happened; try again later.", now);

        if (wait > LongestWait)
            return Settle(row, ActionEvent.Fail, "unavailable", "The provider or the tenant wants to be left alone for a long while. Nothing happened; try again later.", now);

        // Doubling from one second up to five minutes, and never sooner than the other side asked for.
        var backoff = TimeSpan.FromSeconds(Math.Min(300, Math.Pow(2, row.Tries)));
        var at = now + Spread.Above(wait > backoff ? wait : backoff, $"{row.Id} {row.Tries}");
        var state = row.State.Apply(row.State == ActionState.Executing ? ActionEvent.GiveBack : ActionEvent.Resume) ?? row.State;
        return (row with { State = state, Parked = null, Tries = row.Tries + 1, NotBefore = at }, null);
    }

    /// <summary>What a closed gate means for an action that has not been sent.</summary>
    public static (ActionRow After, AuditEvent? Entry)? Closed(ActionRow row, GateRefusal refusal, DateTimeOffset now, ActionsOptions options) => refusal.Code switch
    {
        GateCodes.PolicyDenied => Settle(row, ActionEvent.Deny, refusal.Code, refusal.Text, now),
        GateCodes.RunCancelled or GateCodes.Stopped => Settle(row, ActionEvent.Cancel, refusal.Code, refusal.Text, now),
        GateCodes.UseByPassed => Settle(row, ActionEvent.Lapse, refusal.Code, refusal.Text, now),
        GateCodes.EpochMoved or GateCodes.LeaseEnded => Again(row, TimeSpan.FromSeconds(1), now, options),
        GateCodes.AccountUnconfirmed => Park(
            row,
            new Vault.Remedy(Vault.RemedyKind.Confirm, row.Connection.Value, refusal.Text, "/accounts"),
            now + options.RemedyTime),
        _ => Settle(row, ActionEvent.Refuse, refusal.Code, refusal.Text, now),
    };
}
