using Countersign.Identity;
using Countersign.Vault;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Countersign.Approvals;

/// <summary>The one road by which a push is sent.</summary>
public sealed class Asking
{
    private readonly ApprovalBook _book;
    private readonly ApprovalDue _due;
    private readonly ApprovalSeal _seal;
    private readonly ApprovalProof _proof;
    private readonly Ciba _ciba;
    private readonly Grants _grants;
    private readonly Persons _persons;
    private readonly Settling _settling;
    private readonly TenantClient _tenant;
    private readonly ApprovalsOptions _options;
    private readonly bool _usesRunGrant;
    private readonly TimeProvider _time;
    private readonly ILogger<Asking> _log;

    public Asking(
        ApprovalBook book, ApprovalDue due, ApprovalSeal seal, ApprovalProof proof, Ciba ciba, Grants grants, Persons persons, Settling settling, TenantClient tenant,
        IOptions<ApprovalsOptions> options, IOptions<VaultOptions> vault, TimeProvider time, ILogger<Asking> log)
    {
        (_book, _due, _seal, _proof, _ciba, _grants, _persons, _settling, _tenant) = (book, due, seal, proof, ciba, grants, persons, settling, tenant);
        (_options, _usesRunGrant, _time, _log) = (options.Value, !vault.Value.UsesApprovalToken, time, log);
    }

    public async Task<AskResult> AskAsync(PrincipalId person, ApprovalId id, DurableTaskClient client, CancellationToken ct)
    {
        if (await _book.ReadAsync(person, id, ct) is not { Value: var row } || row.State.Final) return new AskResult(AskResult.Over, null);
        var now = _time.GetUtcNow();
        if (row.State is not ApprovalState.Waiting waiting || waiting.NotBefore > now) return await WaitsAsync(client, ct);

        // Whatever was altered since it was opened is not shown to anybody, and nobody else is asked in the person's place.
        var subject = await _persons.SubjectOfAsync(person, ct);
        var altered = subject is null || !_proof.Holds(row);
        if (!altered && await ShortGrantAsync(row, now, ct) is { } remedy)
        {
            await _book.HoldAsync(person, id, ct);
            return new AskResult(AskResult.NeedsYou, remedy);
        }

        if ((await _book.PlacesAsync(person, ct)).Take(id) is null) return new AskResult(AskResult.Waits, null);

        // If this process dies from here on, the Poller finds the ask when its lease is over.
        var lease = _tenant.AnswerWithin + TimeSpan.FromSeconds(5);
        await _due.AddAsync(person, id, now + lease, ct);
        var code = PushCode.New();
        var asked = await _book.ApplyAsync(person, id, new Answer.Ask(now, code, _options.ExpiryTime, lease), ct);
        if (!asked.Changed) return new AskResult(asked.Row is { State.Final: false } ? AskResult.Waits : AskResult.Over, null);

        if (altered)
            return await RecordAsync(person, id, code, new Answer.NotAsked(now, ApprovalProof.Altered, ApprovalProof.AlteredText, null), client);
        var text = PhoneText.Of(row.Summary, row.Digest, row.Sources, _options.PhoneText, out _)
            ?? throw new InvalidOperationException($"Approval {id} was opened without fitting the phone.");

        // Past this point the push may be out: nothing stops the record of it.
        var answer = await _ciba.AskAsync(subject!, text, code, request => _seal.Seal(row, now, request), CancellationToken.None); // there, or it is altered
        _log.Asked(id, answer.GetType().Name);
        return await RecordAsync(person, id, code, answer, client);
    }

    private async Task<AskResult> RecordAsync(PrincipalId person, ApprovalId id, PushCode code, Answer answer, DurableTaskClient client)
    {
        var next = answer switch
        {
            Answer.Sent sent => sent.At.AddSeconds(Math.Max(1, sent.IntervalSeconds)),
            Answer.NotSent later => later.At + later.RetryAfter,
            _ => answer.At,
        };
        await _due.AddAsync(person, id, next, CancellationToken.None);
        var change = await _book.ApplyAsync(person, id, answer, row => row.State is ApprovalState.Asked asked && asked.Code == code, null, CancellationToken.None);
        if (change.Row is not { State.Final: true } row) return await WaitsAsync(client, CancellationToken.None);
        await _settling.TellAsync(row, client, CancellationToken.None);
        return new AskResult(AskResult.Over, null);
    }

    private async Task<AskResult> WaitsAsync(DurableTaskClient client, CancellationToken ct)
    {
        await Poller.StartAsync(client, ct);
        return new AskResult(AskResult.Waits, null);
    }

    /// <summary>Nothing is asked while the grant ends before the push and the time to use its approval do.</summary>
    private async Task<Remedy?> ShortGrantAsync(ApprovalRow row, DateTimeOffset now, CancellationToken ct)
    {
        if (!_usesRunGrant) return null;
        var needed = now + _options.ExpiryTime + _options.UseByTime;
        return await _grants.EndOfAsync(row.Principal, row.Run, ct) is { } end && end >= needed
            ? null
            : new Remedy(RemedyKind.Grant, null, "Your sign-in ends before you could answer and the action be done. Sign in again to go on.", null);
    }
}
