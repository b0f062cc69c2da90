namespace Countersign.Audit;

/// <summary>A content that is not what its entry committed to.</summary>
/// <param name="Seq">The entry.</param>
/// <param name="Kind">The entry's kind.</param>
/// <param name="Concerns">The action, approval or run of the entry, null where it has none.</param>
/// <param name="Text">For a person.</param>
public sealed record AlteredContent(long Seq, string Kind, string? Concerns, string Text);
