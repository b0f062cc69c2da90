using System.Text.Json;
using System.Text.Json.Nodes;

namespace Countersign.Sandbox.Tenant.MyAccount;

/// <summary>Reads a JSON body against a closed list of members, gathering what is wrong in the words of the schema checker.</summary>
internal sealed class Payload
{
    private readonly JsonObject _body;
    private readonly List<(string Pointer, string Detail)> _errors = [];

    private Payload(JsonObject body) => _body = body;

    public IReadOnlyList<(string Pointer, string Detail)> Errors => _errors;

    /// <summary>The body, or the error that it is none. Members that are not in <paramref name="known"/> are errors.</summary>
    public static async Task<(Payload? Payload, MyAccountError? Error)> ReadAsync(HttpContext context, IReadOnlyList<string> known)
    {
        if (!context.Request.HasJsonContentType())
            return (null, MyAccountError.UnsupportedMediaType);
        JsonNode? node;
        try
        {
            using var reader = new StreamReader(context.Request.Body);
            var text = await reader.ReadToEndAsync(context.RequestAborted).ConfigureAwait(false);
            using var _ = JsonDocument.Parse(text, new() { AllowDuplicateProperties = false });
            node = JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return (null, MyAccountError.Payload(("", "data must be valid JSON")));
        }
        if (node is not JsonObject body)
            return (null, MyAccountError.Payload(("", "data must be object")));
        var payload = new Payload(body);
        if (body.Any(member => !known.Contains(member.Key)))
            payload._errors.Add(("", "data must NOT have additional properties"));
        return (payload, null);
    }

    /// <summary>A text of a length; null when it is absent (an error if it is required).</summary>
    public string? Text(string name, int minimum, int maximum, bool required)
    {
        if (!_body.TryGetPropertyValue(name, out var node))
        {
            if (required)
                _errors.Add(("", $"data must have required property '{name}'"));
            return null;
        }
        if (node is not JsonValue value || !value.TryGetValue<string>(out var text))
            return Wrong(name, "must be string");
        if (text.Length < minimum)
            return Wrong(name, $"must NOT have fewer than {minimum} characters");
        return text.Length > maximum ? Wrong(name, $"must NOT have more than {maximum} characters") : text;
    }

    /// <summary>1 to 100 different texts, each 1 to 255 long.</summary>
    public void Scopes(string name)
    {
        if (!_body.TryGetPropertyValue(name, out var node))
            return;
        if (node is not JsonArray list)
            Wrong(name, "must be array");
        else if (list.Count < 1)
            Wrong(name, "must NOT have fewer than 1 items");
        else if (list.Count > 100)
            Wrong(name, "must NOT have more than 100 items");
        else if (list.Any(item => item is not JsonValue value || !value.TryGetValue<string>(out var text) || text.Length is < 1 or > 255))
            Wrong(name, "must hold strings of 1 to 255 characters");
        else if (list.Select(item => item!.ToString()).Distinct(StringComparer.Ordinal).Count() != list.Count) // strings, as just asked
            Wrong(name, "must NOT have duplicate items");
    }

    /// <summary>An object whose members are all among those known.</summary>
    public JsonObject? Object(string name, IReadOnlyList<string> known)
    {
        if (!_body.TryGetPropertyValue(name, out var node))
            return null;
        if (node is not JsonObject held)
        {
            Wrong(name, "must be object");
            return null;
        }
        if (held.Any(member => !known.Contains(member.Key)))
            Wrong(name, "must NOT have additional properties");
        return held;
    }

    public string? Wrong(string name, string detail)
    {
        _errors.Add(("/" + name, $"data/{name} {detail}"));
        return null;
    }
}
