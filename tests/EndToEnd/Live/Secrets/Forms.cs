using System.Text;
using System.Text.Json;

namespace Countersign.Tests.EndToEnd.Live.Secrets;

/// <summary>The forms in which bytes are written down. Of what is long only both ends are taken: nothing writes a middle alone.</summary>
internal static class Forms
{
    private const int End = 72;

    public static IEnumerable<(string Form, byte[] Bytes)> Of(ReadOnlySpan<byte> secret)
    {
        var forms = new List<(string, byte[])>();
        if (secret.Length <= 2 * End)
        {
            AddOf(forms, secret);
        }
        else
        {
            AddOf(forms, secret[..End]);
            AddOf(forms, secret[^End..]);
        }

        return forms;
    }

    private static void AddOf(List<(string, byte[])> forms, ReadOnlySpan<byte> secret)
    {
        forms.Add(("plain", secret.ToArray()));
        for (var skip = 0; skip < 3; skip++)
        {
            // Whole groups of three: what stands before or after a secret changes no other letter.
            var groups = secret[skip..];
            groups = groups[..(groups.Length / 3 * 3)];
            var base64 = Convert.ToBase64String(groups);
            forms.Add(("base64", Encoding.ASCII.GetBytes(base64)));
            forms.Add(("base64url", Encoding.ASCII.GetBytes(base64.Replace('+', '-').Replace('/', '_'))));
        }

        forms.Add(("hex", Encoding.ASCII.GetBytes(Convert.ToHexStringLower(secret))));
        forms.Add(("HEX", Encoding.ASCII.GetBytes(Convert.ToHexString(secret))));
        var (lower, upper) = (new StringBuilder(), new StringBuilder());
        foreach (var one in secret)
        {
            lower.Append('%').Append(Convert.ToHexStringLower([one]));
            upper.Append('%').Append(Convert.ToHexString([one]));
        }

        forms.Add(("percent-encoded", Encoding.ASCII.GetBytes(lower.ToString())));
        forms.Add(("percent-encoded", Encoding.ASCII.GetBytes(upper.ToString())));
        if (!Ascii.IsValid(secret)) return;
        var text = Encoding.ASCII.GetString(secret);
        forms.Add(("URL-encoded", Encoding.ASCII.GetBytes(Uri.EscapeDataString(text))));
        forms.Add(("escaped for JSON", Encoding.ASCII.GetBytes(JsonEncodedText.Encode(text).ToString())));
        forms.Add(("UTF-16", Encoding.Unicode.GetBytes(text)));
    }
}
