using System.Text.Json;
using System.Text.Json.Nodes;

namespace Countersign.Tests.EndToEnd.Live;

/// <summary>One value of a stored row, by its path; and what it is with one byte of it changed.</summary>
public sealed record Leaf(string Path, JsonValue Value)
{
    /// <summary>Every value of a row: strings, numbers, flags. A null has no byte to change.</summary>
    public static IEnumerable<Leaf> Of(JsonNode? node, string path = "") => node switch
    {
        JsonObject members => members.SelectMany(member => Of(member.Value, path.Length == 0 ? member.Key : $"{path}.{member.Key}")),
        JsonArray items => items.SelectMany((item, i) => Of(item, $"{path}[{i}]")),
        JsonValue value when value.GetValueKind() != JsonValueKind.String || value.GetValue<string>().Length > 0 => [new Leaf(path, value)],
        _ => [],
    };

    /// <summary>The row with one byte of this value changed, to one of the same kind, so that what reads it reads on.</summary>
    public static string Altered(string row, string path)
    {
        var root = JsonNode.Parse(row)!;
        var leaf = Of(root).Single(leaf => leaf.Path == path);
        leaf.Value.ReplaceWith<JsonNode>(leaf.Value.GetValueKind() switch
        {
            JsonValueKind.String => JsonValue.Create(Other(leaf.Value.GetValue<string>())),
            JsonValueKind.Number => JsonNode.Parse((decimal.Parse(leaf.Value.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture) + 1).ToString(System.Globalization.CultureInfo.InvariantCulture))!,
            JsonValueKind.True => JsonValue.Create(false),
            _ => JsonValue.Create(true),
        });
        return root.ToJsonString();
    }

    private static string Other(string text)
    {
        // An instant's year: later than everything that is compared with it. Otherwise the last letter or digit.
        var at = DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out _) && text.Contains('T', StringComparison.Ordinal)
            ? 3
            : Enumerable.Range(0, text.Length).Last(i => char.IsAsciiLetterOrDigit(text[i]) || i == 0);
        var other = text[at] switch { '0' => '1', >= '1' and <= '9' => (char)(text[at] - (at == 3 ? -1 : 1)), 'a' => 'b', 'A' => 'B', >= 'b' and <= 'z' => 'a', _ => 'A' };
        return $"{text[..at]}{other}{text[(at + 1)..]}";
    }
}
