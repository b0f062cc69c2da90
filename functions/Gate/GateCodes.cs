namespace Countersign.Gate;

/// <summary>Codes of refusals: stable, in the trail and in problems.</summary>
public static class GateCodes
{
    public const string PolicyDenied = "policy_denied";
    public const string RunCancelled = "run_cancelled";
    public const string AccountUnconfirmed = "account_unconfirmed";
    public const string ApprovalMissing = "approval_missing";
    public const string DigestMismatch = "digest_mismatch";
    public const string UseByPassed = "use_by_passed";
    public const string KeyRevoked = "key_revoked";
    public const string AgentPaused = "agent_paused";
    public const string Stopped = "stopped";

    /// <summary>The lease ended before anything was sent; a new attempt may pass.</summary>
    public const string LeaseEnded = "lease_ended";

    /// <summary>The epoch kept moving while the gate looked; a new attempt may pass.</summary>
    public const string EpochMoved = "epoch_moved";
}
