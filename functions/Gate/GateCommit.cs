namespace Countersign.Gate;

/// <summary>What came of the conditional write that a passage permits.</summary>
public enum GateCommit
{
    /// <summary>The ledger says <c>executing</c>, and the epoch was still the one that was read.</summary>
    Committed,

    /// <summary>The epoch's row was written in between: the gate looks again.</summary>
    EpochMoved,

    /// <summary>The action's own row was written in between: whoever did decides what becomes of it.</summary>
    RowMoved,
}
