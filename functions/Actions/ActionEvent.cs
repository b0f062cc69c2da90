namespace Countersign.Actions;

/// <summary>What can happen to an action.</summary>
public enum ActionEvent
{
    /// <summary>It has to wait for an approval or a remedy.</summary>
    Park,

    /// <summary>What it waited for is there, or worth another try.</summary>
    Resume,

    /// <summary>An attempt takes the lease.</summary>
    Lease,

    /// <summary>Nothing was sent, or it is known that nothing happened, and another try is worth it.</summary>
    GiveBack,

    Finish,
    Fail,
    Deny,
    Move,
    Refuse,
    Lapse,
    Cancel,

    /// <summary>Whether it happened cannot be told, and no further look will.</summary>
    GiveUp,
}
