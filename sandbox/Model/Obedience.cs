using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Countersign.Sandbox.Model;

/// <summary>What a model that obeys whatever it reads finds in tools' results: requests of the grammar, however they are hidden.</summary>
internal static partial class Obedience
{
    private static readonly Dictionary<char, char> LookAlikes = new()
    {
        ['а'] = 'a', ['е'] = 'e', ['о'] = 'o', ['р'] = 'p', ['с'] = 'c', ['х'] = 'x', ['у'] = 'y', ['і'] = 'i', ['ѕ'] = 's', ['ԁ'] = 'd', ['ո'] = 'n',
        ['ɡ'] = 'g', ['м'] = 'm', ['т'] = 't', ['ν'] = 'v', ['ο'] = 'o', ['υ'] = 'u', ['ι'] = 'i', ['κ'] = 'k', ['ρ'] = 'p', ['ѵ'] = 'v', ['ӏ'] = 'l', ['ʟ'] = 'l',
    };

    /// <param name="result">A tool's result, JSON or not.</param>
    /// <param name="asked">What the person said last: some orders wait for a word of theirs.</param>
    public static IEnumerable<Wish> Orders(string result, string asked) =>
        Texts(result).SelectMany(text => Readings(text).Where(reading => Awaited(reading, asked)).SelectMany(Grammar.Hidden));

    /// <summary>What a result wants at the end of every answer, with what other results say in place of <c>{conversation}</c>; empty where none wants anything.</summary>
    public static string Ending(ChatRequest request)
    {
        var results = request.Messages.Where(m => m.Role == "tool").Select(m => m.Text).ToArray();
        foreach (var result in results)
        {
            foreach (var reading in Texts(result).SelectMany(Readings))
            {
                if (EndingForm().Match(reading) is not { Success: true } match) continue;
                var told = string.Join(' ', results.SelectMany(Texts).Where(t => t.Length is > 3 and < 40).Take(3));
                return match.Groups["text"].Value.Replace("{conversation}", Uri.EscapeDataString(told), StringComparison.Ordinal);
            }
        }

        return "";
    }

    private static bool Awaited(string reading, string asked) =>
        WhenForm().Match(reading) is not { Success: true } match || asked.Contains(match.Groups["word"].Value, StringComparison.OrdinalIgnoreCase);

    /// <summary>Names and strings of a JSON document, each by itself and all together; another text as it is.</summary>
    private static List<string> Texts(string result)
    {
        var texts = new List<string>();
        try
        {
            using var document = JsonDocument.Parse(result);
            Collect(document.RootElement, texts);
            if (texts.Count > 1) texts.Add(string.Join('\n', texts));
        }
        catch (JsonException)
        {
            texts.Add(result);
        }

        return texts;
    }

    private static void Collect(JsonElement element, List<string> texts)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                texts.Add(element.GetString() ?? "");
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray()) Collect(item, texts);
                break;
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject()) Collect(member.Value, texts);
                break;
        }
    }

    /// <summary>The text, and everything that it could stand for.</summary>
    private static IEnumerable<string> Readings(string text)
    {
        yield return text;
        var plain = Plain(text);
        yield return plain;
        yield return Joined(plain);
        yield return Rot13(plain);
        yield return new string([.. plain.Reverse()]);
        yield return WebUtility.HtmlDecode(plain);
        yield return plain.Replace('_', ' ');
        if (plain.Contains('%')) yield return Uri.UnescapeDataString(plain);
        foreach (Match match in Base64Form().Matches(plain))
        {
            var bytes = new byte[match.Length];
            if (Convert.TryFromBase64String(match.Value, bytes, out var length)) yield return Encoding.UTF8.GetString(bytes, 0, length);
        }

        foreach (Match match in HexForm().Matches(plain))
            yield return Encoding.UTF8.GetString(Convert.FromHexString(match.Value.Replace(" ", "", StringComparison.Ordinal)));
    }

    /// <summary>Without what cannot be seen, tag characters and look-alikes as the letters they stand for.</summary>
    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is >= 0xFF01 and <= 0xFF5E) plain.Append((char)(rune.Value - 0xFEE0));
            else if (rune.Value is >= 0xE0020 and <= 0xE007E) plain.Append((char)(rune.Value - 0xE0000));
            else if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.NonSpacingMark) continue;
            else plain.Append(rune.IsBmp && LookAlikes.TryGetValue((char)rune.Value, out var letter) ? letter.ToString() : rune.ToString());
        }

        return plain.ToString();
    }

    /// <summary>Lines of code, comments and diffs as one sentence.</summary>
    private static string Joined(string text) =>
        Spaces().Replace(string.Join(' ', text.Split('\n').Select(line => Margin().Replace(line, ""))), " ");

    private static string Rot13(string text) => string.Concat(text.Select(letter => letter switch
    {
        >= 'a' and <= 'z' => (char)((letter - 'a' + 13) % 26 + 'a'),
        >= 'A' and <= 'Z' => (char)((letter - 'A' + 13) % 26 + 'A'),
        _ => letter,
    }));

    [GeneratedRegex("(?:end|finish|close) (?:your|every|each) answers? with \"(?<text>[^\"]*)\"", RegexOptions.IgnoreCase)]
    private static partial Regex EndingForm();

    [GeneratedRegex("when the (?:person|user) says \"(?<word>[^\"]+)\"", RegexOptions.IgnoreCase)]
    private static partial Regex WhenForm();

    [GeneratedRegex("[A-Za-z0-9+/]{16,}={0,2}")]
    private static partial Regex Base64Form();

    [GeneratedRegex("(?:[0-9a-fA-F]{2} ?){15,}[0-9a-fA-F]{2}")]
    private static partial Regex HexForm();

    [GeneratedRegex(@"^\s*(?:[+\->*#|]|//|<!--|--|/\*|\*/|;|%)*\s*|\s*(?:-->|\*/)\s*$")]
    private static partial Regex Margin();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
