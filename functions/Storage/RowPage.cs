namespace Countersign.Storage;

/// <param name="Rows">In ordinal order of their keys; possibly none.</param>
/// <param name="Continuation">Null when the range is read to its end.</param>
public sealed record RowPage(IReadOnlyList<Row> Rows, string? Continuation);
