namespace Countersign.Audit;

/// <summary>The first place where a chain does not hold.</summary>
/// <param name="Seq">The number of the entry concerned.</param>
/// <param name="Kind"><c>altered</c>, <c>removed</c>, <c>reordered</c>, <c>inserted</c>, <c>truncated</c>, <c>replaced</c> or <c>checkpoint</c>.</param>
/// <param name="Text">For a person.</param>
public sealed record ChainBreak(long Seq, string Kind, string Text);
