using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Gate;
using Countersign.Policies;

namespace Countersign.Connectors;

/// <summary>The hash of what a tool promises. It is in the digest: an approval given to one contract does not serve another.</summary>
internal static class ToolContract
{
    public static string Hash(string name, JsonElement schema, Risk risk, EffectStrategy effect, IEnumerable<RequestTemplate> reads, IEnumerable<RequestTemplate> writes)
    {
        var contract = new JsonObject
        {
            ["name"] = name,
            ["schema"] = JsonNode.Parse(schema.GetRawText()),
            ["risk"] = risk.ToString().ToLowerInvariant(),
            ["effect"] = JsonNamingPolicy.SnakeCaseLower.ConvertName(effect.ToString()),
            ["reads"] = List(reads),
            ["writes"] = List(writes),
        };
        return Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Write(JsonSerializer.SerializeToElement(contract, SchemaJson.Default.JsonObject))));
    }

    private static JsonArray List(IEnumerable<RequestTemplate> templates) => [.. templates.Select(t => (JsonNode)t.ToString())];
}
