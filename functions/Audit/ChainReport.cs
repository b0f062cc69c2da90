namespace Countersign.Audit;

/// <summary>What verifying a chain found.</summary>
/// <param name="Entries">Entries read up to the first break.</param>
/// <param name="FirstBreak">Null unless broken.</param>
/// <param name="Altered">Contents that are not what was committed to, each named.</param>
/// <param name="Erased">Entries whose content was erased: allowed, and visible.</param>
/// <param name="CoveredTo">The last entry that a checkpoint from outside the store covers; 0 without one.</param>
/// <param name="Tail"><c>covered</c>, or <c>tail not covered</c> and from where: what was cut off after the last outside checkpoint cannot be seen.</param>
public sealed record ChainReport(
    ChainState State,
    string Principal,
    long Entries,
    ChainBreak? FirstBreak,
    IReadOnlyList<AlteredContent> Altered,
    IReadOnlyList<long> Erased,
    long CoveredTo,
    string Tail);
