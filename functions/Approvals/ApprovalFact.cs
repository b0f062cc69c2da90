using Countersign.Gate;

namespace Countersign.Approvals;

/// <summary>No stepped-up effect without an approval of that very digest, approved, unspent but by the action itself, and within its use-by.</summary>
internal sealed class ApprovalFact(ApprovalBook book, ApprovalProof proof) : IApprovalFact
{
    private static readonly GateRefusal Missing = new(GateCodes.ApprovalMissing, "There is no approval of this action. Nothing was sent.");

    private static readonly GateRefusal Differs =
        new(GateCodes.DigestMismatch, "What was approved is not what stands in the store. Nothing was sent; propose it again.");

    private static readonly GateRefusal TooLate =
        new(GateCodes.UseByPassed, "The approval was not used in time. Nothing was sent; propose it again.");

    public async ValueTask<GateRefusal?> CheckAsync(GateSubject subject, CancellationToken ct)
    {
        if (subject.Approval is not { } id) return null;
        if (await book.ReadAsync(subject.Principal, id, ct) is not { Value: { State: ApprovalState.Approved approved } row }) return Missing;
        // One approval is of one action: what it began to do once is the same action's next attempt, never another's.
        if (row.Action != subject.Action || row.Run != subject.Run || row.Tool != subject.Tool || row.Connection != subject.Connection) return Missing;
        if (row.Digest != subject.Digest || !proof.Holds(row)) return Differs;
        if (!proof.Holds(row, approved)) return Missing;
        return subject.Now > approved.UseBy ? TooLate : null;
    }
}
