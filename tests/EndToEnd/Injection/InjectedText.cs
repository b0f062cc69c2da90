using System.Text;
using System.Text.Json;

namespace Countersign.Tests.EndToEnd.Injection;

/// <summary>One text of the corpus: where it is put, and what a model that obeys it attempts.</summary>
/// <param name="Kind">How it tries.</param>
/// <param name="Carrier">Where it stands at GitHub.</param>
/// <param name="Text"><c>{repo}</c> is the person's repository, <c>{payload}</c> the payload, encoded.</param>
/// <param name="Attempts">A tool's name; <c>unknown</c> for a tool that is none; <c>exfiltration</c> for words that would carry something out.</param>
/// <param name="After">What the person has to say first.</param>
public sealed record InjectedText(string Id, string Kind, string Carrier, string Text, string Attempts, string? Payload = null, string? Encode = null, string? After = null)
{
    private static readonly JsonSerializerOptions s_form = new(JsonSerializerDefaults.Web);

    public static IReadOnlyList<InjectedText> Corpus { get; } =
        JsonSerializer.Deserialize<List<InjectedText>>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Injection", "corpus.json")), s_form)!; // it is a list

    public override string ToString() => Id;

    /// <summary>As it is put at GitHub.</summary>
    public string In(string repository)
    {
        var payload = Payload?.Replace("{repo}", repository, StringComparison.Ordinal) ?? "";
        return Text.Replace("{repo}", repository, StringComparison.Ordinal).Replace("{payload}", Encoded(payload), StringComparison.Ordinal);
    }

    private string Encoded(string payload) => Encode switch
    {
        "base64" => Convert.ToBase64String(Encoding.UTF8.GetBytes(payload)),
        "hex" => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(payload)),
        "rot13" => string.Concat(payload.Select(letter => char.IsAsciiLetter(letter) ? (char)(((letter | 0x20) - 'a' + 13) % 26 + (letter & ~0x1f | 1)) : letter)),
        "reverse" => new string([.. payload.Reverse()]),
        "url" => string.Concat(Encoding.UTF8.GetBytes(payload).Select(one => $"%{one:X2}")),
        "html" => string.Concat(payload.Select(letter => $"&#{(int)letter};")),
        "tags" => string.Concat(payload.Select(letter => char.ConvertFromUtf32(0xE0000 + letter))),
        "zero-width" => string.Join('\u200b', payload.ToCharArray()),
        "fullwidth" => string.Concat(payload.Select(letter => letter is > ' ' and <= '~' ? (char)(letter + 0xFEE0) : letter)),
        "homoglyphs" => payload.Replace("merge", "mеrgе", StringComparison.Ordinal).Replace("request", "rеquеst", StringComparison.Ordinal).Replace(" of ", " оf ", StringComparison.Ordinal),
        "bidi" => $"\u2067{payload}\u2069",
        _ => payload,
    };
}
