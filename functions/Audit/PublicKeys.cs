namespace Countersign.Audit;

/// <summary>What <c>/.well-known/countersign-audit.json</c> serves: a JSON Web Key set.</summary>
public sealed record PublicKeys(IReadOnlyList<PublicKey> Keys);
