namespace Countersign.Audit;

/// <summary>One line of an export (JSON Lines): the header with the person, the public key, each entry with its content, the checkpoint at the end.</summary>
/// <param name="Line"><c>header</c>, <c>key</c>, <c>entry</c> or <c>checkpoint</c>; the member of that name is set.</param>
public sealed record ExportLine(
    string Line, ExportHeader? Header = null, PublicKey? Key = null, AuditEntry? Entry = null, AuditContent? Content = null, Checkpoint? Checkpoint = null);
