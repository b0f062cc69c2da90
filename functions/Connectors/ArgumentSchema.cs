using System.Collections.Frozen;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

namespace Countersign.Connectors;

/// <summary>
/// The JSON Schema (2020-12) of an arguments record: names, types, enum words and defaults from its generated contract, descriptions and bounds from the
/// attributes that its validator is generated from. Read once, when the tool is made.
/// </summary>
internal static class ArgumentSchema
{
    private static readonly JsonSchemaExporterOptions Options = new() { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Describe };

    public static JsonElement Of(JsonTypeInfo type) =>
        JsonSerializer.SerializeToElement(JsonSchemaExporter.GetJsonSchemaAsNode(type, Options), SchemaJson.Default.JsonNode);

    /// <summary>What a model's <c>strict</c> takes (OpenAI, Structured Outputs): lengths of texts, for one, are not among it.</summary>
    private static readonly FrozenSet<string> Strict = new[]
    {
        "type", "properties", "required", "items", "enum", "const", "anyOf", "description", "pattern", "format", "minimum", "maximum", "multipleOf", "minItems",
        "maxItems", "additionalProperties",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether a model's <c>strict</c> takes it: every property of every object is required, and no keyword is beyond what it knows.</summary>
    public static bool IsStrict(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object) return true;
        if (schema.EnumerateObject().Any(keyword => !Strict.Contains(keyword.Name))) return false;
        if (schema.TryGetProperty("properties", out var properties))
        {
            var required = schema.TryGetProperty("required", out var names) ? names.GetArrayLength() : 0;
            if (properties.EnumerateObject().Count() != required || properties.EnumerateObject().Any(p => !IsStrict(p.Value))) return false;
        }

        return !schema.TryGetProperty("items", out var items) || IsStrict(items);
    }

    private static JsonNode Describe(JsonSchemaExporterContext context, JsonNode node)
    {
        if (node is not JsonObject schema) return node;
        if (schema.ContainsKey("enum") && !schema.ContainsKey("type"))
            schema.Insert(0, "type", schema["enum"]!.AsArray().Any(v => v is null) ? new JsonArray("string", "null") : "string"); // just asked for
        if (context.PropertyInfo?.AttributeProvider is not { } provider) return schema;
        // Of a record's property, the exporter visits the type's node and the property's: the attributes belong to the outer one.
        foreach (var attribute in provider.GetCustomAttributes(inherit: true)) Describe(schema, attribute);
        return schema;
    }

    private static void Describe(JsonObject schema, object attribute)
    {
        switch (attribute)
        {
            case DescriptionAttribute a:
                schema.Remove("description");
                schema.Insert(0, "description", a.Description);
                break;
            case RangeAttribute { Minimum: int minimum, Maximum: int maximum }:
                schema["minimum"] = minimum;
                if (maximum < int.MaxValue) schema["maximum"] = maximum;
                break;
            case StringLengthAttribute a:
                if (a.MinimumLength > 0) schema["minLength"] = a.MinimumLength;
                schema["maxLength"] = a.MaximumLength;
                break;
            case LengthAttribute a:
                schema["minItems"] = a.MinimumLength;
                schema["maxItems"] = a.MaximumLength;
                break;
            case MaxLengthAttribute a:
                schema["maxItems"] = a.Length;
                break;
            case RegularExpressionAttribute a:
                schema["pattern"] = a.Pattern;
                break;
            default:
                break;
        }
    }
}
