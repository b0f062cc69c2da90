using Countersign.Identity;
using Countersign.Storage;
using Countersign.Vault;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Countersign.Approvals;

/// <summary>What the Poller does with one due row: brings the approval's row up to date, tells who waits, and only then takes the due row away.</summary>
public sealed class Polling
{
    /// <summary>A due row is written before the batch that needs it; one without a batch after this long never got one.</summary>
    private static readonly TimeSpan Orphaned = TimeSpan.FromMinutes(5);

    private readonly ApprovalBook _book;
    private readonly ApprovalDue _due;
    private readonly ApprovalSeal _seal;
    private readonly ApprovalProof _proof;
    private readonly Ciba _ciba;
    private readonly ApprovedToken _verify;
    private readonly Settling _settling;
    private readonly Persons _persons;
    private readonly TimeSpan _lease;
    private readonly ApprovalsOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<Polling> _log;

    public Polling(
        ApprovalBook book, ApprovalDue due, ApprovalSeal seal, ApprovalProof proof, Ciba ciba, ApprovedToken verify, Settling settling, Persons persons,
        TenantClient tenant, IOptions<ApprovalsOptions> options, TimeProvider time, ILogger<Polling> log)
    {
        (_book, _due, _seal, _proof, _ciba, _verify, _settling, _persons) = (book, due, seal, proof, ciba, verify, settling, persons);
        (_lease, _options, _time, _log) = (tenant.AnswerWithin + TimeSpan.FromSeconds(5), options.Value, time, log);
    }

    /// <returns>How long nothing at all should be polled, when the tenant said so.</returns>
    internal async Task<TimeSpan?> LookAsync(DueItem<ApprovalRef> item, DurableTaskClient client, CancellationToken ct)
    {
        var (person, id) = (PrincipalId.Parse(item.Reference.Principal), ApprovalId.Parse(item.Reference.Approval));
        if (await _book.ReadAsync(person, id, ct) is not { Value: var row })
        {
            if (await _book.DropAsync(person, id, ct) is { } place)
            {
                await Wake.RaiseAsync(client, place.Instance, ct);
                await _settling.WakeNextAsync(person, client, ct);
                await _due.RemoveAsync(item, ct);
                return null;
            }

            if (item.Due + Orphaned < _time.GetUtcNow()) await _due.RemoveAsync(item, ct);
            else await _due.MoveAsync(item, _time.GetUtcNow() + Orphaned, ct);
            return null;
        }

        var now = _time.GetUtcNow();
        switch (row.State)
        {
            case ApprovalState.Waiting { NotBefore: { } later } when later > now:
                await _due.MoveAsync(item, later, ct);
                return null;
            case ApprovalState.Asked asked when asked.LeaseEnd > now:
                await _due.MoveAsync(item, asked.LeaseEnd, ct);
                return null;
            case ApprovalState.Asked:
                return await AfterAsync(item, await _book.ApplyAsync(person, id, new Answer.AnswerLost(now), StillThere(row), null, ct), client, ct);
            case ApprovalState.Lost { Again: true } lost when lost.VoidUntil > now:
                await _due.MoveAsync(item, lost.VoidUntil, ct);
                return null;
            case ApprovalState.Lost { Again: true }:
                return await AfterAsync(item, await _book.ApplyAsync(person, id, new Answer.AskAgain(now, SaidSo: false), ct), client, ct);
            case ApprovalState.Pending pending when pending.NextPoll > now:
                await _due.MoveAsync(item, pending.NextPoll, ct);
                return null;
            case ApprovalState.Pending when !_proof.Holds(row):
                return await RefuseAsync(item, person, id, client, ct);
            case ApprovalState.Pending:
                return await RedeemAsync(item, row, client, ct);
            default:
                // Waiting with its turn to come, or settled: whoever waits is told, again if they were told before.
                await _settling.TellAsync(row, client, ct);
                await _due.RemoveAsync(item, ct);
                return null;
        }
    }

    /// <summary>The row was altered: what it says of whom to tell is not believed either.</summary>
    private async Task<TimeSpan?> RefuseAsync(DueItem<ApprovalRef> item, PrincipalId person, ApprovalId id, DurableTaskClient client, CancellationToken ct)
    {
        var place = (await _book.PlacesAsync(person, ct)).Outstanding.FirstOrDefault(place => place.Approval == id);
        var altered = Ciba.Rejected(_time.GetUtcNow(), ApprovalProof.Altered, ApprovalProof.AlteredText);
        var change = await _book.ApplyAsync(person, id, altered, CancellationToken.None);
        if (place is not null) await Wake.RaiseAsync(client, place.Instance, ct);
        return await AfterAsync(item, change, client, ct);
    }

    private async Task<TimeSpan?> RedeemAsync(DueItem<ApprovalRef> item, ApprovalRow row, DurableTaskClient client, CancellationToken ct)
    {
        // Two pollers never redeem at once: a request is good for one token.
        var leased = await _book.ApplyAsync(row.Principal, row.Id, new Answer.Redeem(_time.GetUtcNow(), _lease), ct);
        if (leased is not { Changed: true, Row: { State: ApprovalState.Pending pending } mine })
            return await AfterAsync(item, leased, client, ct);

        if (_seal.Open(mine, pending) is not { } request)
        {
            var broken = Ciba.Rejected(_time.GetUtcNow(), "seal_broken", "The stored request could not be opened, so nothing was done.");
            return await AfterAsync(item, await _book.ApplyAsync(row.Principal, row.Id, broken, CancellationToken.None), client, ct);
        }

        // Past this point a token may be on its way: nothing stops the record of it.
        var redeemed = await _ciba.RedeemAsync(request, CancellationToken.None);
        var (answer, token) = redeemed.Token is null ? (redeemed.Answer!, null) : await VerifyAsync(mine, pending, redeemed.Token); // one of the two is there
        _log.Polled(row.Id, answer.GetType().Name);
        Func<ApprovalRow, bool>? only = token is null ? now => now.State is ApprovalState.Pending current && current.LeaseEnd == pending.LeaseEnd : null;
        var change = await _book.ApplyAsync(row.Principal, row.Id, answer, only, token, CancellationToken.None);
        await AfterAsync(item, change, client, ct);
        return redeemed.TenantPause;
    }

    private async Task<(Answer Answer, ApprovalToken? Token)> VerifyAsync(ApprovalRow row, ApprovalState.Pending pending, string token)
    {
        var now = _time.GetUtcNow();
        if (await _persons.SubjectOfAsync(row.Principal, CancellationToken.None) is not { } subject)
            return (Ciba.Rejected(now, ApprovalProof.Altered, ApprovalProof.AlteredText), null);
        return await _verify.VerifyAsync(token, row, pending, subject, CancellationToken.None) switch
        {
            Verdict.Whole whole => (new Answer.Approved(now, _options.UseByTime), new ApprovalToken(new AccessToken(token), whole.ExpiresAt)),
            Verdict.Differs differs => (Ciba.Rejected(now, differs.Reason, differs.Text), null),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private async Task<TimeSpan?> AfterAsync(DueItem<ApprovalRef> item, ApprovalChange change, DurableTaskClient client, CancellationToken ct)
    {
        switch (change.Row?.State)
        {
            case ApprovalState.Pending pending:
                await _due.MoveAsync(item, Later(pending.LeaseEnd, pending.NextPoll), ct);
                break;
            case ApprovalState.Asked asked:
                await _due.MoveAsync(item, asked.LeaseEnd, ct);
                break;
            case ApprovalState.Lost { Again: true } lost:
                await _due.MoveAsync(item, lost.VoidUntil, ct);
                break;
            case { } state:
                if (state.Final || state is ApprovalState.Waiting) await _settling.TellAsync(change.Row!, client, ct);
                await _due.RemoveAsync(item, ct);
                break;
        }

        return null;
    }

    private static DateTimeOffset Later(DateTimeOffset? leaseEnd, DateTimeOffset nextPoll) => leaseEnd > nextPoll ? leaseEnd.Value : nextPoll;

    private static Func<ApprovalRow, bool> StillThere(ApprovalRow seen) => row => row.State == seen.State;
}
