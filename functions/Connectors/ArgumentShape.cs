using System.Text.Json;

namespace Countersign.Connectors;

/// <summary>
/// Holds arguments to the schema's shape and names everything that is wrong, not the first thing alone: a model mends all of it in one turn. Lengths,
/// bounds and patterns are the generated validator's.
/// </summary>
internal static class ArgumentShape
{
    /// <summary>Past this many the rest would only repeat itself.</summary>
    public const int MaxErrors = 16;

    public static IReadOnlyList<ArgumentError> Check(JsonElement schema, JsonElement value)
    {
        var errors = new List<ArgumentError>();
        Check(schema, value, "$", errors);
        return errors;
    }

    private static void Check(JsonElement schema, JsonElement value, string path, List<ArgumentError> errors)
    {
        if (errors.Count >= MaxErrors || schema.ValueKind != JsonValueKind.Object) return;
        if (schema.TryGetProperty("type", out var type) && !Takes(type, value))
        {
            errors.Add(new(path, $"Expected {Words(type)}, found {Word(value)}."));
            return;
        }

        if (schema.TryGetProperty("enum", out var words) && value.ValueKind == JsonValueKind.String)
        {
            if (!words.EnumerateArray().Any(w => w.ValueKind == JsonValueKind.String && value.ValueEquals(w.GetString())))
                errors.Add(new(path, $"Expected one of {string.Join(", ", words.EnumerateArray().Where(w => w.ValueKind == JsonValueKind.String))}."));
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            CheckObject(schema, value, path, errors);
        }
        else if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out var items))
        {
            var i = 0;
            foreach (var item in value.EnumerateArray()) Check(items, item, $"{path}[{i++}]", errors);
        }
    }

    private static void CheckObject(JsonElement schema, JsonElement value, string path, List<ArgumentError> errors)
    {
        schema.TryGetProperty("properties", out var properties);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            if (errors.Count >= MaxErrors) return;
            if (properties.ValueKind != JsonValueKind.Object || !properties.TryGetProperty(member.Name, out var of))
                errors.Add(new(path, $"An argument of this object is unknown; it takes {Known(properties)}."));
            else if (!seen.Add(member.Name)) errors.Add(new($"{path}.{member.Name}", "Given twice."));
            else Check(of, member.Value, $"{path}.{member.Name}", errors);
        }

        if (!schema.TryGetProperty("required", out var required)) return;
        foreach (var name in required.EnumerateArray())
            if (errors.Count < MaxErrors && !seen.Contains(name.GetString()!)) errors.Add(new($"{path}.{name}", "Required, and missing.")); // names are strings
    }

    private static bool Takes(JsonElement type, JsonElement value) => type.ValueKind == JsonValueKind.Array
        ? type.EnumerateArray().Any(t => Takes(t, value))
        : (type.GetString(), value.ValueKind) switch
        {
            ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String) or ("null", JsonValueKind.Null) => true,
            ("boolean", JsonValueKind.True or JsonValueKind.False) or ("number", JsonValueKind.Number) => true,
            ("integer", JsonValueKind.Number) => value.TryGetInt64(out _),
            _ => false,
        };

    private static string Words(JsonElement type) =>
        type.ValueKind == JsonValueKind.Array ? string.Join(" or ", type.EnumerateArray().Select(Words)) : Article(type.GetString());

    private static string Word(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        JsonValueKind.Undefined => "nothing",
        JsonValueKind.Number => value.TryGetInt64(out _) ? "an integer" : "a number",
        _ => Article(value.ValueKind.ToString().ToLowerInvariant()),
    };

    private static string Article(string? word) => word is "null" ? word : word is "object" or "array" or "integer" ? $"an {word}" : $"a {word}";

    private static string Known(JsonElement properties) =>
        properties.ValueKind == JsonValueKind.Object ? string.Join(", ", properties.EnumerateObject().Select(p => p.Name)) : "none";
}
