using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Countersign.Sandbox.Tenant.Ciba;

/// <summary><c>authorization_details</c> as the stock Guardian app takes them: one object, a registered type, sizes that fit.</summary>
internal static partial class GuardianDetails
{
    private const int MaximumBytes = 5 * 1024;
    private const int MaximumProperties = 10;
    private const int MaximumText = 255;
    private const int MaximumDepth = 5;

    /// <summary>The parsed details (null when none were sent), or what is wrong with them.</summary>
    public static (JsonArray? Details, string? Problem) Read(string? text, Api? api)
    {
        if (text is null)
            return (null, null);
        if (Encoding.UTF8.GetByteCount(text) > MaximumBytes)
            return (null, $"authorization_details must not be larger than {MaximumBytes} bytes");
        if (Parse(text) is not { } details)
            return (null, "authorization_details must be a JSON array of objects");
        if (api is null)
            return (null, "authorization_details need an audience");
        if (details.Count != 1 || details[0] is not JsonObject detail)
            return (null, "authorization_details must hold exactly one object");
        if (Text(detail["type"]) is not { } type || !api.DetailTypes.Contains(type))
            return (null, "authorization_details type is not registered on the resource server");
        return Fits(detail, depth: 1) is { } problem ? (null, problem)
            : IsDrawable(detail) is { } undrawable ? (null, undrawable)
            : (details, null);
    }

    private static JsonArray? Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new() { AllowDuplicateProperties = false });
            return JsonNode.Parse(text) as JsonArray;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Fits(JsonNode? node, int depth) => node switch
    {
        _ when depth > MaximumDepth => $"authorization_details must not be nested deeper than {MaximumDepth} levels",
        JsonObject held when held.Count > MaximumProperties => $"authorization_details objects must not have more than {MaximumProperties} properties",
        JsonObject held => held
            .Select(member => Name().IsMatch(member.Key) ? Fits(member.Value, depth + 1) : $"authorization_details property name is not allowed: {member.Key}")
            .FirstOrDefault(problem => problem is not null),
        JsonArray list => list.Select(item => Fits(item, depth + 1)).FirstOrDefault(problem => problem is not null),
        JsonValue value when value.ToString().Length > MaximumText => $"authorization_details values must not be longer than {MaximumText} characters",
        _ => null,
    };

    /// <summary>The schema that the app can draw: an instruction, and properties that say how they are shown.</summary>
    private static string? IsDrawable(JsonObject detail)
    {
        foreach (var (name, value) in detail)
        {
            var known = name switch
            {
                "type" => true,
                "instruction" => Text(value) is not null,
                "properties" => value is JsonObject,
                _ => false,
            };
            if (!known)
                return $"authorization_details do not follow the schema: {name}";
        }
        if (detail["properties"] is not JsonObject properties)
            return null;
        foreach (var (name, value) in properties)
        {
            if (value is not JsonObject property || !IsDrawableProperty(property))
                return $"authorization_details do not follow the schema: properties.{name}";
        }
        return null;
    }

    private static bool IsDrawableProperty(JsonObject property)
    {
        if (property.Any(member => member.Key is not ("display" or "name" or "display_order" or "description" or "value")))
            return false;
        if (property["display"] is not JsonValue display || !display.TryGetValue<bool>(out var shown) || Text(property["value"]) is null)
            return false;
        var named = property["name"] is null ? !shown : Text(property["name"]) is not null;
        var ordered = property["display_order"] is null ? !shown : property["display_order"] is JsonValue order && order.TryGetValue<int>(out _);
        var described = property["description"] is null || Text(property["description"]) is not null;
        return named && ordered && described;
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    [GeneratedRegex("^[A-Za-z0-9_.-]{1,255}$")]
    private static partial Regex Name();
}
