using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Countersign.Audit;

/// <summary>
/// The hash of an entry: SHA-256 in lower-case hex over <c>countersign.audit.v1</c>, line feed, and one line <c>name:bytes:value</c> for each field that is
/// not null, in the order below; <c>bytes</c> is the value's length in UTF-8, so no two entries read alike. <c>previous</c> is the last field.
/// </summary>
public static class ChainHash
{
    /// <summary>What is hashed is put together here: verifying does this for every entry.</summary>
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? s_text;

    /// <summary>What the first entry's <c>previous</c> is: a chain begins with its person.</summary>
    public static string Genesis(string principal) => Hex(Encoding.UTF8.GetBytes($"countersign.chain.v1\n{principal}"));

    public static string Of(AuditEntry entry)
    {
        var text = s_text ??= new ArrayBufferWriter<byte>(1024);
        text.ResetWrittenCount();
        text.Write("countersign.audit.v1\n"u8);
        Span<char> seq = stackalloc char[20];
        _ = entry.Seq.TryFormat(seq, out var digits, default, CultureInfo.InvariantCulture);
        Add(text, "seq"u8, seq[..digits]);
        Add(text, "at"u8, entry.At);
        Add(text, "principal"u8, entry.Principal);
        Add(text, "kind"u8, entry.Kind);
        Add(text, "run"u8, entry.Run);
        Add(text, "action"u8, entry.Action);
        Add(text, "approval"u8, entry.Approval);
        Add(text, "tool"u8, entry.Tool);
        Add(text, "connection"u8, entry.Connection);
        Add(text, "decision"u8, entry.Decision);
        Add(text, "rule"u8, entry.Rule);
        Add(text, "policyVersion"u8, entry.PolicyVersion);
        Add(text, "outcome"u8, entry.Outcome);
        Add(text, "subject"u8, entry.Subject);
        Add(text, "code"u8, entry.Code);
        Add(text, "commitment"u8, entry.Commitment);
        Add(text, "previous"u8, entry.Previous);
        return Hex(text.WrittenSpan);
    }

    /// <param name="salt">Its bytes, not their base 64.</param>
    public static string Commitment(ReadOnlySpan<byte> salt, string content)
    {
        var text = s_text ??= new ArrayBufferWriter<byte>(1024);
        text.ResetWrittenCount();
        text.Write("countersign.content.v1\n"u8);
        text.Write(salt);
        Encoding.UTF8.GetBytes(content, text);
        return Hex(text.WrittenSpan);
    }

    /// <summary>False also for a salt that is no base 64.</summary>
    public static bool Holds(string commitment, AuditContent content)
    {
        var rented = ArrayPool<byte>.Shared.Rent(content.Salt.Length);
        try
        {
            return Convert.TryFromBase64String(content.Salt, rented, out var length)
                && CryptographicOperations.FixedTimeEquals(
                    MemoryMarshal.AsBytes<char>(Commitment(rented.AsSpan(0, length), content.Text)), MemoryMarshal.AsBytes<char>(commitment));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static void Add(ArrayBufferWriter<byte> text, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null) Add(text, name, value.AsSpan());
    }

    private static void Add(ArrayBufferWriter<byte> text, ReadOnlySpan<byte> name, ReadOnlySpan<char> value)
    {
        var bytes = Encoding.UTF8.GetByteCount(value);
        var room = text.GetSpan(name.Length + bytes + 16);
        name.CopyTo(room);
        var at = name.Length;
        room[at++] = (byte)':';
        _ = bytes.TryFormat(room[at..], out var digits, default, CultureInfo.InvariantCulture);
        at += digits;
        room[at++] = (byte)':';
        at += Encoding.UTF8.GetBytes(value, room[at..]);
        room[at++] = (byte)'\n';
        text.Advance(at);
    }

    private static string Hex(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return Convert.ToHexStringLower(hash);
    }
}
