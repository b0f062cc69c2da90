using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Countersign.Identity;

/// <summary>What an id is for: the kinds cannot be swapped, and each has its prefix on the wire.</summary>
public interface IIdKind
{
    static abstract string Prefix { get; }
}

public sealed class ActionIds : IIdKind
{
    public static string Prefix => "act_";
}

public sealed class ApprovalIds : IIdKind
{
    public static string Prefix => "apr_";
}

public sealed class RunIds : IIdKind
{
    public static string Prefix => "run_";
}

public sealed class ThreadIds : IIdKind
{
    public static string Prefix => "thr_";
}

/// <summary>
/// The kind's prefix and 26 characters of lower-case Crockford base 32: 48 bits of milliseconds counted down from the end of the range, then 80 random
/// bits. Ordinal order is therefore newest first, which is the order in which a table can be paged.
/// </summary>
[System.Text.Json.Serialization.JsonConverter(typeof(IdJson))]
public readonly record struct Id<TKind>
    where TKind : IIdKind
{
    private readonly string? _value;

    private Id(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException($"An id of kind {TKind.Prefix} was read before it was set.");

    /// <summary>The instant by which it is ordered.</summary>
    public DateTimeOffset At => Countdown.At(Base32.Number(Value.AsSpan(TKind.Prefix.Length, 10)) >> 2); // ten digits are 50 bits

    public static Id<TKind> New(TimeProvider time)
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        Countdown.Write(bytes, time.GetUtcNow());
        return new Id<TKind>(TKind.Prefix + Base32.Encode(bytes));
    }

    /// <summary>The same bytes give the same id: for ids that a retry must find again.</summary>
    public static Id<TKind> From(ReadOnlySpan<byte> sixteenBytes) => new(TKind.Prefix + Base32.Encode(sixteenBytes));

    public static bool TryParse([NotNullWhen(true)] string? text, out Id<TKind> id)
    {
        id = default;
        if (text is null || text.Length != TKind.Prefix.Length + 26 || !text.StartsWith(TKind.Prefix, StringComparison.Ordinal)) return false;
        if (!Base32.IsEncoded(text.AsSpan(TKind.Prefix.Length))) return false;
        id = new Id<TKind>(text);
        return true;
    }

    public static Id<TKind> Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"Not an id of the form {TKind.Prefix} and 26 characters of base 32.");

    public override string ToString() => _value ?? "";
}
