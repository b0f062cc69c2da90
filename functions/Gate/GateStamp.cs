namespace Countersign.Gate;

/// <summary>What a passage rested on; committed with the write that it permits.</summary>
/// <param name="Epoch">The person's epoch as it was read before policy and facts were.</param>
/// <param name="EpochETag">Of its row; null where there is none yet.</param>
public sealed record GateStamp(string PolicyVersion, string Rule, long Epoch, string? EpochETag);
