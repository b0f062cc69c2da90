using System.Buffers;
using System.Globalization;
using System.Text;

namespace Countersign.Gate;

/// <summary>Strings as RFC 8785 §3.2.2.2 writes them: the two-character escapes where there are any, <c>\u00xx</c> for other controls, all else as it is.</summary>
internal static class CanonicalString
{
    public static void Write(ArrayBufferWriter<byte> bytes, string text)
    {
        var escaped = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => escaped.Append("\\\""),
                '\\' => escaped.Append("\\\\"),
                '\b' => escaped.Append("\\b"),
                '\t' => escaped.Append("\\t"),
                '\n' => escaped.Append("\\n"),
                '\f' => escaped.Append("\\f"),
                '\r' => escaped.Append("\\r"),
                < ' ' => escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => escaped.Append(c),
            };
        }

        bytes.Write(Encoding.UTF8.GetBytes(escaped.Append('"').ToString()));
    }
}
