namespace Countersign.Audit;

/// <summary>The head of a person's chain at an instant, signed. What is signed is <see cref="CheckpointKey.TextOf"/>.</summary>
/// <param name="At">As in <see cref="AuditEntry.At"/>.</param>
/// <param name="KeyId">RFC 7638 thumbprint of the key.</param>
/// <param name="Signature">ECDSA with SHA-256, r and s of 32 bytes each (IEEE P1363), in base 64 URL.</param>
public sealed record Checkpoint(string Principal, long Seq, string Hash, string At, string KeyId, string Signature);
