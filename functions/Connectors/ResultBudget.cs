using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Countersign.Connectors;

/// <summary>
/// What of a result a model gets. At most 16 KiB of UTF-8 JSON: texts are cut at the limit of their field, then lists lose their last items, then the
/// longest text is halved until it fits. Each cut is said in the result's member <c>cut</c>.
/// </summary>
internal static class ResultBudget
{
    public const int MaxBytes = 16 * 1024;

    /// <summary>Room that is kept for saying what was cut.</summary>
    private const int Notes = 1024;

    /// <summary>UTF-16 units a field may have; the fields of one name have one meaning in every tool.</summary>
    private static readonly Dictionary<string, int> Limits = new(StringComparer.Ordinal)
    {
        ["title"] = 256, ["description"] = 300, ["message"] = 1_000, ["body"] = 6_000, ["text"] = 2_000,
        ["patch"] = 3_000, ["diff"] = 12_000, ["content"] = 12_000, ["summary"] = 500,
    };

    private const int OtherLimit = 1_000;

    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonElement Fit(JsonObject result)
    {
        var cuts = new Cuts();
        foreach (var field in Texts(result, "").ToList()) cuts.Clip(field, Limits.GetValueOrDefault(field.Name, OtherLimit));
        foreach (var (name, list) in Lists(result, "").ToList()) Shorten(result, name, list, cuts);
        while (Size(result) > MaxBytes - Notes)
        {
            var longest = Texts(result, "").MaxBy(f => f.Value.Length);
            if (longest is null || longest.Value.Length < 2) break;
            cuts.Clip(longest, longest.Value.Length / 2);
        }

        if (cuts.Said() is { Count: > 0 } said) result["cut"] = said;
        using var document = JsonDocument.Parse(Written(result));
        return document.RootElement.Clone();
    }

    private static void Shorten(JsonObject result, string name, JsonArray list, Cuts cuts)
    {
        var (all, size) = (list.Count, Size(result));
        while (size > MaxBytes - Notes && list.Count > 1)
        {
            size -= Written(list[^1]).Length + 1;
            list.RemoveAt(list.Count - 1);
        }

        if (list.Count < all) cuts.Shortened(name, list.Count, all);
    }

    private static IEnumerable<Field> Texts(JsonNode? node, string path) => node switch
    {
        JsonObject o => o.ToList().SelectMany(m => m.Value is JsonValue v && v.GetValueKind() == JsonValueKind.String
            ? [new Field(o, m.Key, -1, Join(path, m.Key), m.Key)]
            : Texts(m.Value, Join(path, m.Key))),
        JsonArray a => a.ToList().SelectMany((item, i) => item is JsonValue v && v.GetValueKind() == JsonValueKind.String
            ? [new Field(a, "", i, $"{path}[{i}]", path[(path.LastIndexOf('.') + 1)..])]
            : Texts(item, $"{path}[{i}]")),
        _ => [],
    };

    private static IEnumerable<(string Path, JsonArray List)> Lists(JsonNode? node, string path) => node switch
    {
        JsonObject o => o.SelectMany(m => m.Value is JsonArray a ? [(Join(path, m.Key), a)] : Lists(m.Value, Join(path, m.Key))),
        _ => [],
    };

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static int Size(JsonNode node) => Written(node).Length;

    private static byte[] Written(JsonNode? node)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Writing))
        {
            if (node is null) writer.WriteNullValue();
            else node.WriteTo(writer);
        }

        return stream.ToArray();
    }

    private sealed class Field(JsonNode parent, string key, int index, string path, string name)
    {
        public string Path => path;

        public string Name => name;

        public string Value
        {
            get => (index < 0 ? parent[key] : parent[index])!.GetValue<string>(); // found as a string a moment ago
            set
            {
                if (index < 0) parent[key] = value;
                else parent[index] = value;
            }
        }
    }

    private sealed class Cuts
    {
        private readonly Dictionary<string, (int Kept, int Whole)> _texts = new(StringComparer.Ordinal);
        private readonly List<string> _lists = [];

        public void Clip(Field field, int limit)
        {
            var value = field.Value;
            if (value.Length <= limit) return;
            var end = char.IsHighSurrogate(value[limit - 1]) ? limit - 1 : limit;
            field.Value = value[..end];
            _texts[field.Path] = (end, _texts.TryGetValue(field.Path, out var before) ? before.Whole : value.Length);
        }

        public void Shortened(string list, int kept, int whole) =>
            _lists.Add(string.Create(CultureInfo.InvariantCulture, $"{list}: first {kept} of {whole} items; ask for fewer or for the next"));

        /// <summary>Lists first; past eight notes the rest is counted.</summary>
        public JsonArray Said()
        {
            var said = _lists.Concat(_texts.Select(t =>
                string.Create(CultureInfo.InvariantCulture, $"{t.Key}: first {t.Value.Kept} of {t.Value.Whole} characters"))).ToList();
            if (said.Count > 8) said = [.. said.Take(7), string.Create(CultureInfo.InvariantCulture, $"and {said.Count - 7} more fields")];
            return [.. said.Select(s => (JsonNode)s)];
        }
    }
}
