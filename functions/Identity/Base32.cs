using System.Buffers;

namespace Countersign.Identity;

/// <summary>Crockford base 32 in lower case, most significant bit first; 16 bytes are 26 characters, 20 bytes are 32.</summary>
internal static class Base32
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private static readonly SearchValues<char> Digits = SearchValues.Create(Alphabet);

    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        var text = new char[(bytes.Length * 8 + 4) / 5];
        int bits = 0, held = 0, at = 0;
        foreach (var b in bytes)
        {
            held = (held << 8) | b;
            bits += 8;
            while (bits >= 5)
            {
                bits -= 5;
                text[at++] = Alphabet[(held >> bits) & 31];
                held &= (1 << bits) - 1;
            }
        }

        if (bits > 0) text[at] = Alphabet[(held << (5 - bits)) & 31];
        return new string(text);
    }

    /// <summary>The number that the first digits are.</summary>
    public static long Number(ReadOnlySpan<char> encoded)
    {
        var number = 0L;
        foreach (var digit in encoded) number = (number << 5) | (uint)Alphabet.IndexOf(digit, StringComparison.Ordinal);
        return number;
    }

    public static bool IsEncoded(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(Digits);
}
