using System.Text.Json.Nodes;

namespace Countersign.Tests.Unit.Gate;

/// <summary>JSON values made from a seed, and the two changes that matter to a digest.</summary>
internal static class AnyJson
{
    private static readonly string[] Names = ["a", "b", "é", "\u20ac", "\ud83d\ude00", "\ufb33", "", "A", "number", "1", "10"];

    public static JsonNode Make(Random random, int depth = 4) => (depth == 0 ? random.Next(4) : random.Next(6)) switch
    {
        0 => JsonValue.Create(random.Next(2) == 0),
        1 => JsonValue.Create(random.Next(3) switch
        {
            0 => random.NextInt64(-9007199254740991, 9007199254740992),
            1 => random.Next(-1000, 1000) / 8.0,
            _ => Math.ScaleB(random.NextDouble(), random.Next(-80, -4)),
        }),
        2 or 3 => JsonValue.Create(Text(random)),
        4 => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => (JsonNode?)Make(random, depth - 1))]),
        _ => Object(random, depth),
    };

    public static JsonObject Object(Random random, int depth = 4)
    {
        var made = new JsonObject();
        foreach (var name in Names.OrderBy(_ => random.Next()).Take(1 + random.Next(5))) made[name] = Make(random, depth - 1);
        return made;
    }

    public static JsonNode Shuffled(JsonNode node, Random random) => node switch
    {
        JsonObject o => new JsonObject(o.OrderBy(_ => random.Next()).Select(m => KeyValuePair.Create(m.Key, (JsonNode?)Shuffled(m.Value!, random)))),
        JsonArray a => new JsonArray([.. a.Select(i => (JsonNode?)Shuffled(i!, random))]),
        _ => node.DeepClone(),
    };

    /// <summary>One leaf, or one empty container, becomes something else.</summary>
    public static JsonNode WithOneLeafChanged(JsonNode node, Random random)
    {
        switch (node)
        {
            case JsonObject { Count: > 0 } o:
                var copy = (JsonObject)o.DeepClone();
                var name = o.ElementAt(random.Next(o.Count)).Key;
                copy[name] = WithOneLeafChanged(o[name]!, random);
                return copy;
            case JsonArray { Count: > 0 } a:
                var items = (JsonArray)a.DeepClone();
                var at = random.Next(a.Count);
                items[at] = WithOneLeafChanged(a[at]!, random);
                return items;
            case JsonValue v when v.TryGetValue<string>(out var text):
                return JsonValue.Create(text + "x");
            case JsonValue v when v.TryGetValue<bool>(out var flag):
                return JsonValue.Create(!flag);
            default:
                return JsonValue.Create("changed");
        }
    }

    private static string Text(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => random.Next(8) switch
        {
            0 => "\"",
            1 => "\\",
            2 => ((char)random.Next(32)).ToString(),
            3 => "\ud83d\ude00",
            4 => "\u2028",
            _ => ((char)random.Next(32, 0xd7ff)).ToString(),
        }));
}
