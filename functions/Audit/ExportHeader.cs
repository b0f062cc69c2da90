namespace Countersign.Audit;

/// <param name="Format"><c>countersign.audit.v1</c>.</param>
public sealed record ExportHeader(string Format, string Principal, string ExportedAt);
