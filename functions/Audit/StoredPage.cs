namespace Countersign.Audit;

/// <param name="Items">In ordinal order of keys: newest first where keys end in ids.</param>
/// <param name="Continuation">Null at the end of the range. Opaque; at a door it goes out only inside a sealed cursor.</param>
public sealed record StoredPage<T>(IReadOnlyList<Stored<T>> Items, string? Continuation);
