using System.Text.Json;

namespace Countersign.Sandbox.GitHub.Http;

/// <summary>Members of a request's body. Null members count as absent unless asked for.</summary>
internal static class Fields
{
    public static bool Has(this Call call, string name) => call.Body.ValueKind == JsonValueKind.Object && call.Body.TryGetProperty(name, out _);

    public static JsonElement? Field(this JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>A text member; the refusal when it is there and no text.</summary>
    public static (string? Text, Answer? Refused) Text(this Call call, string name, bool required = false)
    {
        var value = call.Body.Field(name);
        if (value is null) return required ? (null, Refusal.Missing(name)) : (null, null);
        return value.Value.ValueKind == JsonValueKind.String
            ? (value.Value.GetString(), null)
            : (null, Refusal.Shape($"For 'properties/{name}', {value.Value.GetRawText()} is not a string."));
    }

    public static (bool? Value, Answer? Refused) Flag(this Call call, string name) => call.Body.Field(name) switch
    {
        null => (null, null),
        { ValueKind: JsonValueKind.True } => (true, null),
        { ValueKind: JsonValueKind.False } => (false, null),
        var other => (null, Refusal.Shape($"For 'properties/{name}', {other.Value.GetRawText()} is not a boolean.")),
    };

    /// <summary>A list of names; GitHub also takes objects with a name for labels.</summary>
    public static (List<string>? Names, Answer? Refused) Names(this Call call, string name)
    {
        if (call.Body.Field(name) is not { } value) return (null, null);
        if (value.ValueKind != JsonValueKind.Array) return (null, Refusal.Shape($"For 'properties/{name}', {value.GetRawText()} is not an array."));
        var names = new List<string>();
        foreach (var item in value.EnumerateArray())
        {
            var text = item.ValueKind == JsonValueKind.Object ? item.Field("name") : item;
            if (text is not { ValueKind: JsonValueKind.String }) return (null, Refusal.Shape($"For 'items', {item.GetRawText()} is not a string."));
            names.Add(text.Value.GetString() ?? "");
        }

        return (names, null);
    }
}
