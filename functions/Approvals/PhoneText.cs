using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Gate;

namespace Countersign.Approvals;

/// <summary>
/// What the phone shows of an action, as the stock Guardian app can draw it: one <c>authorization_details</c> object with at most 10 properties, and a
/// binding message of a fixed template. Made from the resolved action alone, and made again to compare with what comes back.
/// </summary>
public sealed class PhoneText
{
    public const string Type = "urn:auth0:schemas:authorization-details:v1:countersign-action";

    /// <summary>The tenant's limits: properties in one object, characters in one value, bytes of the whole.</summary>
    public const int MostProperties = 10, LongestValue = 255, MostBytes = 5 * 1024;

    private const int LongestMessage = 64, LongestFirstLine = 60;

    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 ");

    private readonly IReadOnlyList<(string Key, string Name, string Value)> _shown;
    private readonly Digest _digest;
    private readonly string _verb;

    private PhoneText(string verb, IReadOnlyList<(string Key, string Name, string Value)> shown, Digest digest) =>
        (_verb, _shown, _digest) = (verb, shown, digest);

    /// <param name="sources">Sources of outside content in the context that proposed the action; the approval names them.</param>
    /// <param name="longest">Characters of one shown value that the phone's screen does not cut: <c>Approvals:PhoneText</c>.</param>
    /// <returns>The text, or null and what to do instead: an identifier is never cut.</returns>
    public static PhoneText? Of(ActionSummary summary, Digest digest, IReadOnlyList<string> sources, int longest, out string? advice)
    {
        advice = null;
        if (summary.Verb.Length is 0 or > 40 || summary.Verb.AsSpan().ContainsAnyExcept(Plain))
            throw new ArgumentException("A verb is letters, digits and spaces, at most 40.", nameof(summary));

        var shown = new List<(string Key, string Name, string Value)>();
        foreach (var field in summary.Identifiers) shown.Add((Key(field.Name), field.Name, PhoneEscape.Identifier(field.Value)));
        var identifiers = shown.Count;
        foreach (var field in summary.FreeTexts) shown.Add((Key(field.Name), field.Name, Describe(field.Value)));
        if (sources.Count > 0) shown.Add(("source", "Prompted by", PhoneEscape.Identifier(string.Join(", ", sources))));

        // The code and the hidden digest take two of the ten.
        if (shown.Count > MostProperties - 2)
            advice = $"It names {shown.Count} things and a phone shows {MostProperties - 2}. Split it into smaller actions.";
        else if (shown.Take(identifiers).FirstOrDefault(field => field.Value.Length > longest) is { Name: { } name })
            advice = $"Its {name.ToLowerInvariant()} is longer than the {longest} characters that a phone shows whole. Split it, or use a shorter one.";
        else if (shown.Skip(identifiers).Any(field => field.Value.Length > LongestValue))
            advice = "It draws on more outside sources than a phone shows. Start a new thread, or split it into smaller actions.";
        else if (shown.DistinctBy(field => field.Key).Count() != shown.Count)
            throw new ArgumentException("Two fields of a summary have one name.", nameof(summary));

        if (advice is not null) return null;
        var text = new PhoneText(summary.Verb, shown, digest);
        if (Encoding.UTF8.GetByteCount(text.Details(PushCode.Parse("0000-0000"))) <= MostBytes) return text;
        advice = "What it names is more than a phone shows. Split it into smaller actions.";
        return null;
    }

    /// <summary>The binding message: the tool's verb and the code, within the characters and the 64 that a tenant takes.</summary>
    public string Message(PushCode code)
    {
        var message = $"{_verb}: {code}";
        return message.Length <= LongestMessage ? message : throw new InvalidOperationException("A verb of 40 and a code always fit.");
    }

    /// <summary>The request's <c>authorization_details</c>, a JSON array of one object.</summary>
    public string Details(PushCode code)
    {
        var properties = new JsonObject();
        var order = 0;
        foreach (var (key, name, value) in _shown) properties[key] = Shown(name, ++order, value);
        properties["code"] = Shown("Code", ++order, code.Value);
        properties["digest"] = new JsonObject { ["display"] = false, ["value"] = $"sha256:{_digest}" };
        return new JsonArray(new JsonObject { ["type"] = Type, ["instruction"] = _verb, ["properties"] = properties }).ToJsonString();
    }

    /// <summary>Whether what came back is what was asked for, as a whole: key order and number format are not promised, anything else is a difference.</summary>
    public bool IsWhatCameBack(JsonElement returned, PushCode code)
    {
        using var asked = JsonDocument.Parse(Details(code));
        return JsonElement.DeepEquals(asked.RootElement, returned);
    }

    /// <summary>The shown fields in order, escaped as the phone shows them.</summary>
    public IEnumerable<SummaryField> Shown() => _shown.Select(field => new SummaryField(field.Name, field.Value));

    private static JsonObject Shown(string name, int order, string value) =>
        new() { ["display"] = true, ["name"] = name, ["display_order"] = order, ["value"] = value };

    /// <summary>Free text by its length and its first line in quotes; an ellipsis outside the quotes says that the line goes on.</summary>
    private static string Describe(string text)
    {
        if (text.Length == 0) return "empty";
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        var line = end < 0 ? text : text[..end];
        var runes = line.EnumerateRunes().Count();
        var first = PhoneEscape.FreeText(runes > LongestFirstLine ? string.Concat(line.EnumerateRunes().Take(LongestFirstLine)) : line);
        var cut = runes > LongestFirstLine;
        var length = text.EnumerateRunes().Count();
        var described = Quoted(length, first, cut);
        while (described.Length > LongestValue)
        {
            // Escapes made it too long: fewer characters of the line, never half an escape.
            runes = Math.Max(1, Math.Min(runes, LongestFirstLine) / 2);
            described = Quoted(length, PhoneEscape.FreeText(string.Concat(line.EnumerateRunes().Take(runes))), cut: true);
        }

        return described;
    }

    private static string Quoted(int length, string line, bool cut) => $"{length} characters: \"{line}\"{(cut ? " ..." : "")}";

    /// <summary>The property's key from the field's label; the three of our own cannot be taken.</summary>
    private static string Key(string name)
    {
        var key = string.Concat(name.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'));
        return key is "code" or "digest" or "source" ? $"the_{key}" : key;
    }
}
