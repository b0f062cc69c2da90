using Countersign.Audit;
using Countersign.Policies;
using Countersign.Telemetry;

namespace Countersign.Gate;

/// <summary>
/// The one decision point before an exchange, and the only maker of an <see cref="AuthorizedAction"/>. It looks at everything anew each time: policy at its
/// current version, every registered fact, the digest of the action as it stands in the store. What it finds is committed with the write that lets the
/// action execute; where the person's epoch moved meanwhile it looks again.
/// </summary>
public sealed class ActionGate(IPolicy policy, IEnumerable<IGateFact> facts, Epochs epochs, Trail trail, TimeProvider time)
{
    /// <summary>A read is sent within this long of the gate's word; the hard limit of a provider call.</summary>
    public static readonly TimeSpan ReadWithin = TimeSpan.FromSeconds(30);

    /// <summary>How often the gate looks again because the epoch moved.</summary>
    private const int LooksAgain = 3;

    /// <summary>Other actions of the person touch the epoch's row too without moving it; this often is a defect.</summary>
    private const int Touches = 32;

    private readonly IReadOnlyList<IGateFact> _facts = [.. facts];

    /// <summary>For reads, declared reads and the question who an account is. A declared read needs no approval of the write it belongs to.</summary>
    public async Task<Passage> ReadAsync(ReadRequest request, CancellationToken ct)
    {
        using var span = Traces.Start("gate.read", request.Run.Value, request.Action?.Value);
        if (request.Purpose == Purpose.Write) throw new ArgumentException("A write has its own path.", nameof(request));
        if (request.Purpose == Purpose.Read && request.Account is null) throw new ArgumentException("A read is pinned to an account.", nameof(request));

        var set = await policy.CurrentAsync(request.Principal, ct);
        var decision = set.Decide(request.Tool, request.Facts with { Risk = Risk.Read });
        var subject = new GateSubject
        {
            Principal = request.Principal, Run = request.Run, Action = request.Action, Tool = request.Tool.Name, Connection = request.Connection,
            Account = request.Account, Purpose = request.Purpose, Subject = request.Subject, Now = time.GetUtcNow(),
        };
        var refusal = decision is Decision.Deny deny ? Denied(deny) : await AskAsync(subject, decision, ct);
        if (refusal is not null) return await CloseAsync(subject, refusal, ct);

        var isTool = request.Purpose == Purpose.Read && request.Tool.Risk == Risk.Read;
        if (decision is Decision.StepUp stepUp && isTool) return new Passage.StepUp(stepUp);
        return new Passage.Open(
            new Authorized
            {
                Principal = request.Principal, Run = request.Run, Action = request.Action, Tool = request.Tool, Connection = request.Connection,
                Account = request.Account, Purpose = request.Purpose, Subject = request.Subject, Decision = decision, Approval = null,
                SendBefore = subject.Now + ReadWithin,
            },
            new GateStamp(decision.PolicyVersion, decision.Rule, 0, null));
    }

    /// <summary>For an action that is about to take effect.</summary>
    /// <param name="commit">Writes the ledger's <c>executing</c> together with <see cref="Epochs.Compare"/>. Nothing is open before it committed.</param>
    public async Task<Passage> WriteAsync(WriteRequest request, Func<GateStamp, CancellationToken, Task<GateCommit>> commit, CancellationToken ct)
    {
        using var span = Traces.Start("gate.write", request.Action.Run.Value, request.Action.Id.Value);
        long? seen = null;
        for (int looks = 0, touches = 0; looks <= LooksAgain && touches < Touches; touches++)
        {
            // The epoch is read first: what it guards may change after, and then its row has too.
            var (epoch, etag) = await epochs.ReadAsync(request.Action.Principal, ct);
            if (seen is not null && seen != epoch) looks++;
            if (looks > LooksAgain) break;
            seen = epoch;

            var set = await policy.CurrentAsync(request.Action.Principal, ct);
            var decision = set.Decide(request.Tool, request.Facts);
            var subject = SubjectOf(request);
            if (Refuse(request, decision, subject.Now) is { } refusal) return await CloseAsync(subject, refusal, ct);
            if (decision is Decision.StepUp stepUp && request.Approval is null) return new Passage.StepUp(stepUp);
            if (await AskAsync(subject, decision, ct) is { } said) return await CloseAsync(subject, said, ct);

            var stamp = new GateStamp(decision.PolicyVersion, decision.Rule, epoch, etag);
            switch (await commit(stamp, ct))
            {
                case GateCommit.Committed:
                    return new Passage.Open(Authorize(request, decision), stamp);
                case GateCommit.RowMoved:
                    return new Passage.RowMoved();
            }
        }

        return await CloseAsync(SubjectOf(request), new GateRefusal(GateCodes.EpochMoved, "Something else changed at the same time. It is tried again."), ct);
    }

    private GateSubject SubjectOf(WriteRequest request) => new()
    {
        Principal = request.Action.Principal, Run = request.Action.Run, Action = request.Action.Id, Tool = request.Action.Tool,
        Connection = request.Action.Connection, Account = request.Action.Account, Purpose = PurposeOf(request.Tool), Subject = request.Subject,
        Approval = request.Approval, Digest = request.Digest, Now = time.GetUtcNow(),
    };

    private static GateRefusal? Refuse(WriteRequest request, Decision decision, DateTimeOffset now)
    {
        if (!IsWhatWasDecidedOn(request))
            return new GateRefusal(GateCodes.DigestMismatch, "The stored action is not the one that was decided on. Nothing was sent; propose it again.", decision);
        if (decision is Decision.Deny deny) return Denied(deny);
        return now >= request.SendBefore ? new GateRefusal(GateCodes.LeaseEnded, "The time to send it ended. It is tried again.", decision) : null;
    }

    private static bool IsWhatWasDecidedOn(WriteRequest request)
    {
        try
        {
            return ActionDigest.Of(request.Action) == request.Digest
                && request.Tool.Name == request.Action.Tool
                && request.Tool.Connection == request.Action.Connection
                && request.Tool.ContractHash == request.Action.ToolContract;
        }
        catch (CanonicalJsonException)
        {
            return false; // a row that was altered into something that has no digest
        }
    }

    private async ValueTask<GateRefusal?> AskAsync(GateSubject subject, Decision decision, CancellationToken ct)
    {
        if (subject.Approval is not null && !_facts.Any(fact => fact is IApprovalFact))
            return new GateRefusal(GateCodes.ApprovalMissing, "Nothing vouches for the approval.", decision);
        foreach (var fact in _facts)
        {
            if (await fact.CheckAsync(subject, ct) is { } refusal) return refusal with { Decision = refusal.Decision ?? decision };
        }

        return null;
    }

    private static GateRefusal Denied(Decision.Deny deny) => new(GateCodes.PolicyDenied, deny.Reason, deny);

    private async Task<Passage> CloseAsync(GateSubject subject, GateRefusal refusal, CancellationToken ct)
    {
        await trail.CommitAsync(
            subject.Principal,
            new PersonBatch().Record(new AuditEvent
            {
                Kind = "gate.refused", Run = subject.Run, Action = subject.Action, Approval = subject.Approval, Tool = subject.Tool.Value,
                Connection = subject.Connection.Value, Decision = refusal.Decision?.Word, Rule = refusal.Decision?.Rule,
                PolicyVersion = refusal.Decision?.PolicyVersion, Subject = subject.Subject.Word, Code = refusal.Code,
            }),
            ct);
        return new Passage.Closed(refusal);
    }

    /// <summary>A read that policy stepped up goes the same way as a write, and still sends nothing but reads.</summary>
    private static Purpose PurposeOf(ToolDeclaration tool) => tool.Risk == Risk.Read ? Purpose.Read : Purpose.Write;

    private static Authorized Authorize(WriteRequest request, Decision decision) => new()
    {
        Principal = request.Action.Principal, Run = request.Action.Run, Action = request.Action.Id, Tool = request.Tool,
        Connection = request.Action.Connection, Account = request.Action.Account, Purpose = PurposeOf(request.Tool), Subject = request.Subject,
        Decision = decision, Approval = request.Approval, SendBefore = request.SendBefore,
    };

    private sealed class Authorized : AuthorizedAction;
}
