namespace Countersign.Audit;

/// <summary>The checkpoints' public key as a JSON Web Key (RFC 7517, RFC 7518 §6.2).</summary>
public sealed record PublicKey(string Kty, string Crv, string X, string Y, string Use, string Alg, string Kid);
