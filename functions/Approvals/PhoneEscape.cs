using System.Globalization;
using System.Text;

namespace Countersign.Approvals;

/// <summary>
/// Makes text safe to read on a phone: what cannot be seen, turns the line round or looks like something else is shown as <c>\u{202E}</c>. A backslash
/// is doubled, so what looks like an escape and was typed can be told from one. Nothing is cut.
/// </summary>
public static class PhoneEscape
{
    /// <summary>For what names a thing: printable ASCII stays, everything else is escaped, so no letter of another script can pose as one of these.</summary>
    public static string Identifier(string value) => Escape(value, static (rune, _) => rune.Value is >= 0x20 and < 0x7F);

    /// <summary>For what people write: letters of every script stay; controls, formats, odd spaces and lone surrogates are escaped, and quotes.</summary>
    public static string FreeText(string value) => Escape(value, static (rune, category) => rune.Value != '"' && (rune.Value == ' ' || category is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator)) && !Blank(rune));

    private static string Escape(string value, Func<Rune, UnicodeCategory, bool> stays)
    {
        var text = new StringBuilder(value.Length);
        for (var rest = value.AsSpan(); !rest.IsEmpty;)
        {
            var lone = Rune.DecodeFromUtf16(rest, out var rune, out var used) != System.Buffers.OperationStatus.Done;
            if (lone) text.Append(CultureInfo.InvariantCulture, $"\\u{{{(int)rest[0]:X4}}}");
            else if (rune.Value == '\\') text.Append("\\\\");
            else if (stays(rune, Rune.GetUnicodeCategory(rune))) text.Append(rest[..used]);
            else text.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:X4}}}");
            rest = rest[used..];
        }

        // A space at either end cannot be seen.
        return text.Length == 0 ? "(empty)" : Edges(text.ToString());
    }

    private static string Edges(string text)
    {
        var trimmed = text.Trim(' ');
        if (trimmed.Length == text.Length) return text;
        if (trimmed.Length == 0) return string.Concat(Enumerable.Repeat("\\u{0020}", text.Length));
        var before = text.IndexOf(trimmed, StringComparison.Ordinal);
        return string.Concat(Enumerable.Repeat("\\u{0020}", before)) + trimmed
            + string.Concat(Enumerable.Repeat("\\u{0020}", text.Length - before - trimmed.Length));
    }

    /// <summary>Letters and marks by category that draw nothing.</summary>
    private static bool Blank(Rune rune) => rune.Value is 0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x2800 or 0x034F or 0x17B4 or 0x17B5
        or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF) or (>= 0x180B and <= 0x180F);
}
