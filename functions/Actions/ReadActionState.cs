using Countersign.Approvals;
using Countersign.Identity;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Countersign.Actions;

/// <summary>
/// What comes next, from the rows: the action's, its approval's, that of the action it joined. What follows from those (a denial, a resumed wait) is
/// written. It changes nothing when run again.
/// </summary>
public sealed class ReadActionState(ActionBook book, ApprovalBook approvals, Withdrawing withdrawing, Settled settled, TimeProvider time)
{
    /// <summary>Longer than an approval can be answered: who settles it wakes this, and a wake that a kill swallowed is noticed then.</summary>
    internal static readonly TimeSpan Unnoticed = TimeSpan.FromMinutes(10);

    [Function(nameof(ReadActionState))]
    public async Task<ActStep> RunAsync([ActivityTrigger] ActRef action, [DurableClient] DurableTaskClient client, CancellationToken ct)
    {
        var (person, id) = (PrincipalId.Parse(action.Principal), ActionId.Parse(action.Action));
        var row = (await book.RequireAsync(person, id, ct)).Value;
        var step = row switch
        {
            { IsUnreadable: true, State: ActionState.Proposed or ActionState.Parked or ActionState.Executing } => await AlteredAsync(row, client, ct),
            { State: ActionState.Parked, JoinedTo: { } joined } => await JoinedAsync(row, joined, ct),
            { State: ActionState.Parked, Approval: { } approval } => await ApprovalAsync(row, approval, client, ct),
            { State: ActionState.Parked } => await RemedyAsync(row, ct),
            _ => ActionSteps.Next(row),
        };
        if (step.Next == ActNext.Over) await settled.TellAsync((await book.RequireAsync(person, id, ct)).Value, client, ct);
        return step;
    }

    /// <summary>It ends once, and what is on the phone for it is void.</summary>
    private async Task<ActStep> AlteredAsync(ActionRow row, DurableTaskClient client, CancellationToken ct)
    {
        if (row.Approval is { } approval) await withdrawing.WithdrawAsync(row.Principal, approval, client, ct);
        return row.State == ActionState.Executing
            ? await SettleAsync(row, ActionEvent.GiveUp, ActionSeal.Altered, ActionSeal.AlteredUnderWay, ct)
            : await SettleAsync(row, ActionEvent.Refuse, ActionSeal.Altered, ActionSeal.AlteredText, ct);
    }

    private async Task<ActStep> ApprovalAsync(ActionRow row, ApprovalId approval, DurableTaskClient client, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (row.Parked is { Remedy: not null, Until: { } until } && now >= until)
        {
            await withdrawing.WithdrawAsync(row.Principal, approval, client, ct); // first: nobody is asked for what can no longer be done
            return await TooLateAsync(row, ct);
        }

        var stored = await approvals.ReadAsync(row.Principal, approval, ct);
        return stored?.Value.State switch
        {
            // Approved, and at the effect something turned out to be missing that somebody may have done by now.
            ApprovalState.Approved when row.Parked?.Remedy is not null => await RemedyAsync(row, ct),
            ApprovalState.Approved => new ActStep(ActNext.Execute),
            ApprovalState.Denied => await SettleAsync(row, ActionEvent.Deny, "approval_denied", "The person turned it down.", ct),
            ApprovalState.Expired => await SettleAsync(row, ActionEvent.Lapse, "approval_expired", "It was not approved in time.", ct),
            ApprovalState.Withdrawn => await SettleAsync(row, ActionEvent.Cancel, "approval_withdrawn", "The request to approve it was withdrawn.", ct),
            ApprovalState.Lost { Again: false } => await SettleAsync(
                row, ActionEvent.Lapse, "approval_lost", "The answer to the request was lost. Propose it again.", ct),
            ApprovalState.Refused refused => await SettleAsync(row, ActionEvent.Refuse, refused.Reason, refused.Text, ct),
            null => await SettleAsync(row, ActionEvent.Refuse, "approval_missing", "Its approval is not there.", ct),

            // Waiting: perhaps it has a place on the phone now. Whoever polls or asks again wakes it for the rest.
            ApprovalState.Waiting waiting when waiting.NotBefore is null || waiting.NotBefore <= now =>
                new ActStep(ActNext.Ask, Approval: approval.Value),
            ApprovalState.Waiting waiting => new ActStep(ActNext.Ask, waiting.NotBefore, approval.Value),
            _ => new ActStep(ActNext.Wait, now + Unnoticed),
        };
    }

    private async Task<ActStep> JoinedAsync(ActionRow row, ActionId joined, CancellationToken ct)
    {
        var other = (await book.RequireAsync(row.Principal, joined, ct)).Value;
        if (!other.State.IsSettled()) return new ActStep(ActNext.Wait, time.GetUtcNow() + Unnoticed);
        var happened = other.State switch
        {
            ActionState.Done => ActionEvent.Finish,
            ActionState.Denied => ActionEvent.Deny,
            ActionState.Moved => ActionEvent.Move,
            ActionState.Refused => ActionEvent.Refuse,
            ActionState.Lapsed => ActionEvent.Lapse,
            ActionState.Cancelled => ActionEvent.Cancel,
            ActionState.Unknown => ActionEvent.GiveUp,
            _ => ActionEvent.Fail,
        };
        var after = await book.ChangeAsync(
            row.Principal, row.Id,
            now => Ends.Settle(now with { Result = other.Result, Url = other.Url, Sources = other.Sources }, happened, other.Code, other.Text, time.GetUtcNow()),
            ct);
        return ActionSteps.Next(after);
    }

    private async Task<ActStep> RemedyAsync(ActionRow row, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (row.Parked?.Until is { } until && now >= until) return await TooLateAsync(row, ct);
        var after = await book.ChangeAsync(
            row.Principal, row.Id,
            row => row.State.Apply(ActionEvent.Resume) is { } state ? (row with { State = state, Parked = null, NotBefore = null }, null) : null,
            ct);
        return ActionSteps.Next(after);
    }

    private Task<ActStep> TooLateAsync(ActionRow row, CancellationToken ct) =>
        SettleAsync(row, ActionEvent.Lapse, "remedy_timeout", "What was needed for it did not come in time.", ct);

    private async Task<ActStep> SettleAsync(ActionRow row, ActionEvent happened, string code, string text, CancellationToken ct) =>
        ActionSteps.Next(await book.ChangeAsync(row.Principal, row.Id, now => Ends.Settle(now, happened, code, text, time.GetUtcNow()), ct));
}
