namespace Countersign.Audit;

/// <summary>What stands at one place of the chain.</summary>
/// <param name="Entry">Null when it is not readable as an entry.</param>
/// <param name="Content">Null when there is none, or it is not readable.</param>
/// <param name="HasContent">Whether anything stands where the content belongs.</param>
internal sealed record AuditRow(AuditEntry? Entry, AuditContent? Content, bool HasContent);
