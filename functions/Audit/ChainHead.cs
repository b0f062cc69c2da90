namespace Countersign.Audit;

/// <summary>The person's <c>head</c> row: every batch compares and moves it, so entries and events have one order.</summary>
/// <param name="Seq">The last entry; 0 before the first.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="Event">The last event's number.</param>
public sealed record ChainHead(long Seq, string Hash, long Event);
