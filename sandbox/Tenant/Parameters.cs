using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Primitives;

namespace Countersign.Sandbox.Tenant;

/// <summary>The parameters of a request, from a form, a JSON body or a query. An empty value counts as none.</summary>
public sealed class Parameters
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    private Parameters()
    {
    }

    public string? this[string name] => _values.GetValueOrDefault(name);

    public IEnumerable<string> Names => _values.Keys;

    /// <summary>Reads a form, and JSON as well where the endpoint takes it; null when the body is neither or says a parameter twice.</summary>
    public static async Task<Parameters?> ReadAsync(HttpRequest request, bool acceptJson, CancellationToken cancellationToken)
    {
        if (request.HasFormContentType)
            return From(await request.ReadFormAsync(cancellationToken).ConfigureAwait(false));
        if (!acceptJson || !request.HasJsonContentType())
            return null;
        try
        {
            using var reader = new StreamReader(request.Body);
            return From(JsonNode.Parse(await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false)));
        }
        catch (JsonException)
        {
            return null;
        }
        catch (ArgumentException)
        {
            return null; // a member said twice
        }
    }

    /// <summary>From a form or a query; null when a parameter is said twice.</summary>
    public static Parameters? From(IEnumerable<KeyValuePair<string, StringValues>> pairs)
    {
        var parameters = new Parameters();
        foreach (var (name, values) in pairs)
        {
            if (values.Count > 1)
                return null;
            if (values.Count == 1 && values[0] is { Length: > 0 } value)
                parameters._values[name] = value;
        }
        return parameters;
    }

    private static Parameters? From(JsonNode? node)
    {
        if (node is not JsonObject body)
            return null;
        var parameters = new Parameters();
        foreach (var (name, value) in body)
        {
            if (value is JsonValue && value.ToString() is { Length: > 0 } text)
                parameters._values[name] = text;
        }
        return parameters;
    }
}
