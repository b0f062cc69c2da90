using System.Text.Json;

namespace Countersign.Sandbox.Model;

/// <summary>What <c>strict</c> demands of a schema: closed objects with all members required, and no keyword beyond the supported ones.</summary>
internal static class StrictSchema
{
    private static readonly HashSet<string> Supported = new(StringComparer.Ordinal)
    {
        "type", "properties", "required", "items", "enum", "const", "anyOf", "$defs", "$ref", "description", "title", "pattern", "format", "minimum", "maximum",
        "multipleOf", "minItems", "maxItems", "additionalProperties", "$schema", "default",
    };

    /// <summary>What is wrong, or null.</summary>
    public static string? Fault(JsonElement schema) =>
        schema.TryGetProperty("anyOf", out _) ? "the root must not have 'anyOf'." : Fault(schema, "()", 0);

    private static string? Fault(JsonElement schema, string at, int depth)
    {
        if (schema.ValueKind != JsonValueKind.Object) return null;
        if (depth > 10) return $"In context={at}, the schema is nested too deeply.";
        foreach (var member in schema.EnumerateObject())
        {
            if (!Supported.Contains(member.Name)) return $"In context={at}, '{member.Name}' is not permitted.";
        }

        if (schema.TryGetProperty("properties", out var properties))
        {
            if (!schema.TryGetProperty("additionalProperties", out var more) || more.ValueKind != JsonValueKind.False)
                return $"In context={at}, 'additionalProperties' is required to be supplied and to be false.";
            var required = schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(n => n.GetString()).ToHashSet() : [];
            foreach (var property in properties.EnumerateObject())
            {
                if (!required.Contains(property.Name))
                    return $"In context={at}, 'required' is required to be supplied and to be an array including every key in properties. Missing '{property.Name}'.";
                if (Fault(property.Value, $"('properties', '{property.Name}')", depth + 1) is { } inner) return inner;
            }
        }

        if (schema.TryGetProperty("items", out var items) && Fault(items, at + "[items]", depth + 1) is { } ofItems) return ofItems;
        foreach (var keyword in new[] { "anyOf", "$defs" })
        {
            if (!schema.TryGetProperty(keyword, out var inner)) continue;
            var parts = inner.ValueKind == JsonValueKind.Array ? inner.EnumerateArray() : inner.EnumerateObject().Select(p => p.Value);
            foreach (var part in parts)
            {
                if (Fault(part, $"{at}[{keyword}]", depth + 1) is { } fault) return fault;
            }
        }

        return null;
    }
}
