namespace Countersign.Audit;

/// <summary>What stands beside an entry and can be erased.</summary>
/// <param name="Salt">32 random bytes in base 64: who knows the commitment cannot guess the content.</param>
/// <param name="Text">The content's JSON as text, so that its bytes survive every reader.</param>
public sealed record AuditContent(string Salt, string Text);
