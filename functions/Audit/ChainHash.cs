using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Countersign.Audit;

/// <summary>
/// The hash of an entry: SHA-256 in lower-case hex over <c>countersign.audit.v1</c>, line feed, and one line <c>name:bytes:value</c> for each field that is
/// not null, in the order below; <c>bytes</c> is the value's length in UTF-8, so no two entries read alike. <c>previous</c> is the last field.
/// </summary>
public static class ChainHash
{
    /// <summary>What the first entry's <c>previous</c> is: a chain begins with its person.</summary>
    public static string Genesis(string principal) => Hex(Encoding.UTF8.GetBytes($"countersign.chain.v1\n{principal}"));

    public static string Of(AuditEntry entry)
    {
        var text = new StringBuilder("countersign.audit.v1\n", 512);
        Add(text, "seq", entry.Seq.ToString(CultureInfo.InvariantCulture));
        Add(text, "at", entry.At);
        Add(text, "principal", entry.Principal);
        Add(text, "kind", entry.Kind);
        Add(text, "run", entry.Run);
        Add(text, "action", entry.Action);
        Add(text, "approval", entry.Approval);
        Add(text, "tool", entry.Tool);
        Add(text, "connection", entry.Connection);
        Add(text, "decision", entry.Decision);
        Add(text, "rule", entry.Rule);
        Add(text, "policyVersion", entry.PolicyVersion);
        Add(text, "outcome", entry.Outcome);
        Add(text, "subject", entry.Subject);
        Add(text, "code", entry.Code);
        Add(text, "commitment", entry.Commitment);
        Add(text, "previous", entry.Previous);
        return Hex(Encoding.UTF8.GetBytes(text.ToString()));
    }

    /// <param name="salt">Its bytes, not their base 64.</param>
    public static string Commitment(ReadOnlySpan<byte> salt, string content)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData("countersign.content.v1\n"u8);
        sha.AppendData(salt);
        sha.AppendData(Encoding.UTF8.GetBytes(content));
        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }

    /// <summary>False also for a salt that is no base 64.</summary>
    public static bool Holds(string commitment, AuditContent content)
    {
        var salt = new byte[content.Salt.Length];
        return Convert.TryFromBase64String(content.Salt, salt, out var length)
            && CryptographicOperations.FixedTimeEquals(
                Encoding.ASCII.GetBytes(Commitment(salt.AsSpan(0, length), content.Text)), Encoding.UTF8.GetBytes(commitment));
    }

    private static void Add(StringBuilder text, string name, string? value)
    {
        if (value is null) return;
        text.Append(CultureInfo.InvariantCulture, $"{name}:{Encoding.UTF8.GetByteCount(value)}:{value}\n");
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
