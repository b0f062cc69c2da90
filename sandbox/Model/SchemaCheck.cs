using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Countersign.Sandbox.Model;

/// <summary>Arguments against a tool's schema: what they still need, and what is wrong with them.</summary>
internal static class SchemaCheck
{
    /// <summary>Fills required members that were not asked for: with the default, else with null where null is allowed.</summary>
    public static JsonObject Complete(JsonElement schema, JsonObject arguments)
    {
        if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("required", out var required)) return arguments;
        foreach (var name in required.EnumerateArray().Select(n => n.GetString() ?? ""))
        {
            if (arguments.ContainsKey(name) || !schema.TryGetProperty("properties", out var properties) || !properties.TryGetProperty(name, out var property)) continue;
            if (property.TryGetProperty("default", out var value)) arguments[name] = JsonNode.Parse(value.GetRawText());
            else if (Fault(schema, property, null, name) is null) arguments[name] = null;
        }

        return arguments;
    }

    /// <summary>The first thing wrong, or null.</summary>
    public static string? Fault(JsonElement schema, JsonNode? value) => schema.ValueKind == JsonValueKind.Object ? Fault(schema, schema, value, "arguments") : null;

    private static string? Fault(JsonElement root, JsonElement schema, JsonNode? value, string at)
    {
        if (schema.ValueKind != JsonValueKind.Object) return null;
        if (schema.TryGetProperty("$ref", out var reference)) return Resolve(root, reference.GetString() ?? "") is { } target ? Fault(root, target, value, at) : $"{at} refers to nothing";
        if (schema.TryGetProperty("anyOf", out var any) && any.EnumerateArray().All(s => Fault(root, s, value, at) is not null)) return $"{at} fits no alternative";
        var kind = value?.GetValueKind() ?? JsonValueKind.Null;
        if (schema.TryGetProperty("type", out var type))
        {
            var types = type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(t => t.GetString()) : [type.GetString()];
            if (!types.Any(t => Is(kind, t, value))) return $"{at} is of the wrong type";
        }

        if (schema.TryGetProperty("enum", out var values) && !values.EnumerateArray().Any(v => Same(v, value))) return $"{at} is not one of the allowed values";
        if (schema.TryGetProperty("const", out var constant) && !Same(constant, value)) return $"{at} is not the allowed value";
        return kind switch
        {
            JsonValueKind.String => OfText(schema, value!.GetValue<string>(), at), // a text is not null
            JsonValueKind.Number => OfNumber(schema, decimal.Parse(value!.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture), at), // a number is not null
            JsonValueKind.Array => OfArray(root, schema, value!.AsArray(), at), // an array is not null
            JsonValueKind.Object => OfObject(root, schema, value!.AsObject(), at), // an object is not null
            _ => null,
        };
    }

    private static string? OfText(JsonElement schema, string text, string at)
    {
        if (schema.TryGetProperty("pattern", out var pattern) && !Regex.IsMatch(text, pattern.GetString() ?? "", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)))
            return $"{at} does not have the form that is asked for";
        if (schema.TryGetProperty("maxLength", out var most) && text.Length > most.GetInt32()) return $"{at} is too long";
        return schema.TryGetProperty("minLength", out var least) && text.Length < least.GetInt32() ? $"{at} is too short" : null;
    }

    private static string? OfNumber(JsonElement schema, decimal number, string at)
    {
        if (schema.TryGetProperty("minimum", out var least) && number < least.GetDecimal()) return $"{at} is too small";
        return schema.TryGetProperty("maximum", out var most) && number > most.GetDecimal() ? $"{at} is too large" : null;
    }

    private static string? OfArray(JsonElement root, JsonElement schema, JsonArray items, string at)
    {
        if (schema.TryGetProperty("minItems", out var least) && items.Count < least.GetInt32()) return $"{at} has too few items";
        if (schema.TryGetProperty("maxItems", out var most) && items.Count > most.GetInt32()) return $"{at} has too many items";
        return schema.TryGetProperty("items", out var item) ? items.Select((v, i) => Fault(root, item, v, $"{at}[{i}]")).FirstOrDefault(f => f is not null) : null;
    }

    private static string? OfObject(JsonElement root, JsonElement schema, JsonObject members, string at)
    {
        var known = schema.TryGetProperty("properties", out var properties);
        if (schema.TryGetProperty("required", out var required)
            && required.EnumerateArray().Select(n => n.GetString() ?? "").FirstOrDefault(n => !members.ContainsKey(n)) is { } missing) return $"{at}.{missing} is missing";
        foreach (var (name, value) in members)
        {
            if (known && properties.TryGetProperty(name, out var property))
            {
                if (Fault(root, property, value, $"{at}.{name}") is { } fault) return fault;
            }
            else if (schema.TryGetProperty("additionalProperties", out var more) && more.ValueKind == JsonValueKind.False)
            {
                return $"{at}.{name} is not known";
            }
        }

        return null;
    }

    private static bool Is(JsonValueKind kind, string? type, JsonNode? value) => type switch
    {
        "null" => kind == JsonValueKind.Null,
        "string" => kind == JsonValueKind.String,
        "boolean" => kind is JsonValueKind.True or JsonValueKind.False,
        "number" => kind == JsonValueKind.Number,
        "integer" => kind == JsonValueKind.Number && decimal.TryParse(value?.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var n) && n == decimal.Truncate(n),
        "array" => kind == JsonValueKind.Array,
        "object" => kind == JsonValueKind.Object,
        _ => false,
    };

    private static bool Same(JsonElement allowed, JsonNode? value) => JsonNode.DeepEquals(JsonNode.Parse(allowed.GetRawText()), value);

    private static JsonElement? Resolve(JsonElement root, string reference)
    {
        var at = root;
        foreach (var part in reference.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal), out at)) return null;
        }

        return at;
    }
}
