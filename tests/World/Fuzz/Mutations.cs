using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Countersign.Tests.Fuzz;

/// <summary>Makes wrong input out of right input: bytes, text, JSON by its structure.</summary>
public static class Mutations
{
    private static readonly string[] Nasty =
    [
        "", " ", "\0", "%00", "%", "..", "../../etc/passwd", "~", "'", "\"", "\\", "<x>", "{{7*7}}", "\ud800", "\udc00\ud800", "\u202e\u2066", "\u200b", "\ufeff", "🙂", "ﬃ",
        "-1", "0", "9007199254740993", "99999999999999999999999", "1e400", "-0", "NaN", "null", "true", "[]", "{}", "\r\nX-Header: 1", "run_", "run_0", "act_zzzzzzzzzzzzzzzzzzzzzzzzzz",
        "act_00000000000000000000000000", "1.abc", "99999999999.AAAA", "2026-13-45T99:99:99Z", "9999-12-31T23:59:59Z", "*", "W/\"x\"", "\"\"", "a,b", "aGVsbG8", "....", ".", "eyJhbGciOiJub25lIn0.e30.",
    ];

    public static string Text(Random random, int most = 60)
    {
        if (random.Next(2) == 0) return Nasty[random.Next(Nasty.Length)];
        var text = new StringBuilder();
        for (var left = random.Next(most); left > 0; left--)
        {
            text.Append(random.Next(8) switch
            {
                0 => (char)random.Next(0x20),
                1 => (char)random.Next(0x80, 0xD800),
                2 => (char)random.Next(0xD800, 0xE000),
                3 => Nasty[random.Next(Nasty.Length)].FirstOrDefault('x'),
                _ => (char)random.Next(0x20, 0x7f),
            });
        }

        return text.ToString();
    }

    public static byte[] Bytes(Random random, byte[] from)
    {
        var bytes = from.ToList();
        for (var times = random.Next(1, 5); times > 0; times--)
        {
            var at = random.Next(bytes.Count + 1);
            switch (random.Next(7))
            {
                case 0 when at < bytes.Count:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1 when at < bytes.Count:
                    bytes.RemoveRange(at, Math.Min(bytes.Count - at, random.Next(1, 20)));
                    break;
                case 2:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 3:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Nasty[random.Next(Nasty.Length)]));
                    break;
                case 4 when bytes.Count > 0:
                    bytes.InsertRange(at, bytes.GetRange(0, random.Next(bytes.Count)).ToArray());
                    break;
                case 5:
                    bytes.InsertRange(at, Encoding.ASCII.GetBytes(new string(random.Next(2) == 0 ? '[' : '{', random.Next(1, 300))));
                    break;
                default:
                    bytes.Insert(at, (byte)random.Next(0x80, 0x100));
                    break;
            }
        }

        return [.. bytes.Take(200_000)];
    }

    /// <summary>JSON with one to three places changed: gone, of another type, twice, deep, long. Sometimes its bytes instead.</summary>
    public static byte[] Json(Random random, string from)
    {
        if (random.Next(4) == 0) return Bytes(random, Encoding.UTF8.GetBytes(from));
        JsonNode? root;
        try
        {
            root = JsonNode.Parse(from);
        }
        catch (JsonException)
        {
            return Bytes(random, Encoding.UTF8.GetBytes(from));
        }

        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var places = new List<JsonNode>();
            Collect(root, places);
            if (places.Count == 0 || random.Next(40) == 0)
            {
                root = Value(random, 3);
                continue;
            }

            switch (places[random.Next(places.Count)])
            {
                case JsonObject { Count: > 0 } members:
                    var name = members.ElementAt(random.Next(members.Count)).Key;
                    if (random.Next(4) == 0) members.Remove(name);
                    else if (random.Next(5) == 0) members[Clean(Text(random))] = Value(random, 2);
                    else members[name] = Value(random, 2);
                    break;
                case JsonArray { Count: > 0 } items:
                    if (random.Next(3) == 0) items.RemoveAt(random.Next(items.Count));
                    else items[random.Next(items.Count)] = Value(random, 2);
                    break;
                case JsonObject members:
                    members[Clean(Text(random))] = Value(random, 2);
                    break;
                case JsonArray items:
                    items.Add(Value(random, 2));
                    break;
            }
        }

        var text = root?.ToJsonString() ?? "null";
        // What a JSON library does not write: a member twice, half a surrogate pair, a number of any size.
        if (random.Next(6) == 0) text = text.Replace("{\"", "{\"x\":1,\"x\":2,\"", StringComparison.Ordinal);
        if (random.Next(6) == 0) text = text.Replace(":\"", ":\"\\ud800", StringComparison.Ordinal);
        if (random.Next(6) == 0) text = text.Replace(":1", ":1e999", StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(text);
    }

    private static JsonNode? Value(Random random, int depth) => random.Next(depth > 0 ? 12 : 8) switch
    {
        0 => null,
        1 => random.Next(2) == 0,
        2 => random.NextInt64(),
        3 => -random.Next(),
        4 => random.NextDouble() * 1e300,
        5 => new string('x', random.Next(1, 3_000)),
        6 or 7 => Clean(Text(random)),
        8 => new JsonArray([.. Enumerable.Range(0, random.Next(5)).Select(_ => Value(random, depth - 1))]),
        9 => Deep(random.Next(1, 90)),
        _ => new JsonObject([.. Enumerable.Range(0, random.Next(4)).Select(i => KeyValuePair.Create($"m{i}", Value(random, depth - 1)))]),
    };

    private static JsonArray Deep(int levels) => levels == 0 ? [] : [Deep(levels - 1)];

    private static string Clean(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static void Collect(JsonNode? node, List<JsonNode> places)
    {
        if (node is not (JsonObject or JsonArray)) return;
        places.Add(node);
        foreach (var child in node is JsonObject members ? members.Select(m => m.Value) : ((JsonArray)node).AsEnumerable()) Collect(child, places);
    }
}
