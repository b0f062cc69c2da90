namespace Countersign.Gate;

/// <summary>
/// Something that rooms above the gate know and that must hold at every passage: run not cancelled, account still confirmed, approval of this very digest.
/// Each room registers its own; the gate asks all of them, every time.
/// </summary>
public interface IGateFact
{
    /// <returns>Why the gate stays closed, or null.</returns>
    ValueTask<GateRefusal?> CheckAsync(GateSubject subject, CancellationToken ct);
}

/// <summary>The fact that vouches for approvals. Where none is registered no approved action passes.</summary>
public interface IApprovalFact : IGateFact;
