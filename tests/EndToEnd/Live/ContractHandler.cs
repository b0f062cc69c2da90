using System.Text.Json;
using System.Text.RegularExpressions;
using Countersign.Scripts;
using Xunit.Sdk;

namespace Countersign.Tests.EndToEnd.Live;

/// <summary>Holds every JSON answer of the app to openapi.json: its status is among the route's, its media type is the status's, its body is of the schema.</summary>
internal sealed class ContractHandler(HttpMessageHandler through) : DelegatingHandler(through)
{
    private static readonly JsonElement Document = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("openapi.json"))).RootElement;

    private static readonly IReadOnlyList<(Regex Path, JsonElement Methods)> Routes =
    [
        .. Document.GetProperty("paths").EnumerateObject()
            .Select(path => (new Regex("^" + Regex.Replace(Regex.Escape(path.Name).Replace("}", "\\}", StringComparison.Ordinal), "\\\\{[^}]*\\\\}", "[^/]+") + "$"), path.Value)),
    ];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (Operation(request) is not { } operation) return response;
        var status = ((int)response.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var type = response.Content.Headers.ContentType?.MediaType;
        if (type is null || !type.EndsWith("json", StringComparison.Ordinal)) return response;
        var where = $"{request.Method} {request.RequestUri!.AbsolutePath} answered {status}";
        if (!operation.GetProperty("responses").TryGetProperty(status, out var described)) throw new XunitException($"{where}, which openapi.json does not name.");
        if (!described.TryGetProperty("content", out var content) || !content.TryGetProperty(type, out var media)) throw new XunitException($"{where} as {type}, which openapi.json does not name.");
        await response.Content.LoadIntoBufferAsync(cancellationToken);
        var body = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken)).RootElement;
        if (media.TryGetProperty("schema", out var schema) && Differs(body, schema, "$") is { } difference) throw new XunitException($"{where}; {difference}");
        return response;
    }

    /// <summary>What differs from the schema, in the keywords that openapi.json uses; null where nothing does.</summary>
    internal static string? Differs(JsonElement value, JsonElement schema, string at)
    {
        if (schema.ValueKind == JsonValueKind.True) return null;
        if (schema.TryGetProperty("$ref", out var pointer)) return Differs(value, Resolve(pointer.GetString()!), at);
        if (schema.TryGetProperty("anyOf", out var any))
            return any.EnumerateArray().Select(one => Differs(value, one, at)).OrderBy(d => d is null ? 0 : 1).First();
        if (schema.TryGetProperty("enum", out var words) && !words.EnumerateArray().Any(word => JsonElement.DeepEquals(word, value))) return $"{at} is none of {words.GetRawText()}.";
        if (schema.TryGetProperty("type", out var type) && !Types(type).Any(name => Is(value, name))) return $"{at} is {value.ValueKind}, not {type.GetRawText()}.";
        if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out var items))
            return value.EnumerateArray().Select((item, i) => Differs(item, items, $"{at}[{i}]")).FirstOrDefault(d => d is not null);
        return value.ValueKind == JsonValueKind.Object ? Members(value, schema, at) : null;
    }

    private static string? Members(JsonElement value, JsonElement schema, string at)
    {
        if (schema.TryGetProperty("required", out var required))
        {
            foreach (var name in required.EnumerateArray())
            {
                if (!value.TryGetProperty(name.GetString()!, out _)) return $"{at} lacks {name}.";
            }
        }

        if (!schema.TryGetProperty("properties", out var properties)) return null;
        var closed = schema.TryGetProperty("additionalProperties", out var more) && more.ValueKind == JsonValueKind.False;
        foreach (var member in value.EnumerateObject())
        {
            if (properties.TryGetProperty(member.Name, out var one))
            {
                if (Differs(member.Value, one, $"{at}.{member.Name}") is { } difference) return difference;
            }
            else if (closed)
            {
                return $"{at}.{member.Name} is not in the schema.";
            }
        }

        return null;
    }

    private static JsonElement? Operation(HttpRequestMessage request)
    {
        foreach (var (path, methods) in Routes)
        {
            if (path.IsMatch(request.RequestUri!.AbsolutePath) && methods.TryGetProperty(request.Method.Method.ToLowerInvariant(), out var operation)) return operation;
        }

        return null;
    }

    private static JsonElement Resolve(string pointer) =>
        pointer[2..].Split('/').Aggregate(Document, (node, name) => node.ValueKind == JsonValueKind.Array ? node[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)] : node.GetProperty(name));

    private static IEnumerable<string> Types(JsonElement type) => type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(t => t.GetString()!) : [type.GetString()!];

    private static bool Is(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => false,
    };
}
