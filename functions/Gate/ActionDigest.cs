using System.Security.Cryptography;
using System.Text.Json;

namespace Countersign.Gate;

/// <summary>Takes the digest of an action: SHA-256 over the name of the format, a line feed and the canonical JSON of all its members.</summary>
public static class ActionDigest
{
    /// <summary>The name of the format; a change of members is another name.</summary>
    public const string Format = "countersign.action.v1";

    public static Digest Of(ProposedAction action) => Of(Canonical(action));

    /// <summary>The bytes that the digest covers after the format's name: what an auditor recomputes it from.</summary>
    public static byte[] Canonical(ProposedAction action) =>
        CanonicalJson.Write(JsonSerializer.SerializeToElement(action, GateJson.Default.ProposedAction));

    internal static Digest Of(ReadOnlySpan<byte> canonical)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData("countersign.action.v1\n"u8);
        hash.AppendData(canonical);
        return Digest.Of(hash.GetHashAndReset());
    }
}
