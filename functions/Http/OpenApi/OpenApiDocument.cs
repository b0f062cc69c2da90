using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Countersign.Http.OpenApi;

/// <summary>openapi.json (OpenAPI 3.1), written from the route table, the JSON contexts and the doc comments. The committed file is what this writes.</summary>
public static class OpenApiDocument
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>The whole text, with a line feed at its end.</returns>
    public static string Write() => Build(new RouteTable(typeof(OpenApiDocument).Assembly)).ToJsonString(Indented) + "\n";

    internal static JsonObject Build(RouteTable routes)
    {
        var assembly = typeof(OpenApiDocument).Assembly;
        var comments = new DocComments(assembly);
        var schemas = new Schemas(assembly, comments);
        var paths = new JsonObject();
        foreach (var group in routes.All.Where(route => route.About is not null).GroupBy(route => route.Template))
        {
            var path = new JsonObject();
            foreach (var route in group)
            {
                foreach (var method in route.Methods) path[method.ToLowerInvariant()] = Operation(route, comments, schemas);
            }

            paths["/" + group.Key] = path;
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Countersign",
                ["version"] = "1",
                ["description"] = "AI agents act in people's accounts without holding a key. Errors are problem details (RFC 9457); docs/problems.md lists their types.",
            },
            ["security"] = new JsonArray(new JsonObject { ["accessToken"] = new JsonArray() }),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = With(schemas.All, "Problem", Problem()),
                ["securitySchemes"] = new JsonObject
                {
                    ["accessToken"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["bearerFormat"] = "JWT" },
                },
            },
        };
    }

    private static JsonObject Operation(Route route, DocComments comments, Schemas schemas)
    {
        var about = route.About ?? throw new ArgumentException("Only described routes come here.", nameof(route));
        var operation = new JsonObject { ["operationId"] = route.Function, ["summary"] = about.Summary };
        if (comments.Of(route.Method) is { } text) operation["description"] = text;
        if (route.IsOpen) operation["security"] = new JsonArray();
        var parameters = Parameters(route, about);
        if (parameters.Count > 0) operation["parameters"] = parameters;
        if (about.Request is not null)
            operation["requestBody"] = new JsonObject { ["required"] = true, ["content"] = Content("application/json", schemas.Of(about.Request)) };
        operation["responses"] = Responses(route, about, schemas);
        return operation;
    }

    private static JsonArray Parameters(Route route, RouteAttribute about)
    {
        var parameters = new JsonArray();
        foreach (var name in Names(route.Template)) parameters.Add(Parameter("path", name, null, required: true));
        foreach (var described in about.Query)
        {
            var colon = described.IndexOf(':', StringComparison.Ordinal);
            parameters.Add(Parameter("query", described[..colon], described[(colon + 1)..].Trim(), required: false));
        }

        if (about.IdempotencyKey)
            parameters.Add(Parameter("header", "Idempotency-Key", "1 to 255 printable characters, new for each thing that is started.", required: true));
        if (about.MediaType == "text/event-stream")
            parameters.Add(Parameter("header", "Last-Event-ID", "The number of the last event that was seen.", required: false));
        if (about.IfMatch) parameters.Add(Parameter("header", "If-Match", "The ETag of what is changed.", required: true));
        return parameters;
    }

    private static JsonObject Responses(Route route, RouteAttribute about, Schemas schemas)
    {
        var responses = new JsonObject();
        foreach (var status in (ReadOnlySpan<int>)[about.Status, about.OtherStatus])
        {
            if (status == 0) continue;
            var response = new JsonObject { ["description"] = status == 202 ? "Accepted: Location says where to look." : "Done." };
            if (about is { Response: { } one, OtherResponse: { } other })
                response["content"] = Content(about.MediaType, new JsonObject { ["anyOf"] = new JsonArray(schemas.Of(one), schemas.Of(other)) });
            else if (about.Response is not null) response["content"] = Content(about.MediaType, schemas.Of(about.Response));
            else if (status != 204) response["content"] = Content(about.MediaType, []);
            responses[Text(status)] = response;
        }

        foreach (var status in ProblemsOf(route, about))
        {
            responses[Text(status)] = new JsonObject
            {
                ["description"] = Reason(status),
                ["content"] = Content("application/problem+json", new JsonObject { ["$ref"] = "#/components/schemas/Problem" }),
            };
        }

        return responses;
    }

    private static SortedSet<int> ProblemsOf(Route route, RouteAttribute about)
    {
        var statuses = new SortedSet<int>(about.Problems) { 500 };
        if (!route.IsOpen) statuses.UnionWith([400, 401, 403, 429, 503]);
        if (about.Request is not null) statuses.UnionWith([400, 413, 415]);
        if (about.IdempotencyKey) statuses.Add(422);
        if (about.IfMatch) statuses.UnionWith([412, 428]);
        if (Names(route.Template).Any()) statuses.Add(404);
        return statuses;
    }

    private static JsonObject Problem() => new()
    {
        ["type"] = "object",
        ["required"] = new JsonArray("type", "title", "status", "detail"),
        ["properties"] = new JsonObject
        {
            ["type"] = new JsonObject { ["type"] = "string", ["description"] = "Stable; branch on it." },
            ["title"] = new JsonObject { ["type"] = "string" },
            ["status"] = new JsonObject { ["type"] = "integer" },
            ["detail"] = new JsonObject { ["type"] = "string", ["description"] = "What to do." },
            ["instance"] = new JsonObject { ["type"] = "string", ["description"] = "Leads to what it concerns." },
            ["trace"] = new JsonObject { ["type"] = "string", ["description"] = "The trace (W3C Trace Context) of the request: finds it in the telemetry." },
        },
    };

    private static IEnumerable<string> Names(string template) =>
        template.Split('/').Where(segment => segment.StartsWith('{')).Select(segment => segment.Trim('{', '}', '*').Split(':', '?')[0]);

    private static JsonObject Parameter(string place, string name, string? text, bool required)
    {
        var parameter = new JsonObject { ["name"] = name, ["in"] = place };
        if (required) parameter["required"] = true;
        if (text is not null) parameter["description"] = text;
        parameter["schema"] = new JsonObject { ["type"] = "string" };
        return parameter;
    }

    private static JsonObject Content(string type, JsonObject schema) => new() { [type] = schema.Count == 0 ? new JsonObject() : new JsonObject { ["schema"] = schema } };

    private static JsonObject With(JsonObject json, string name, JsonNode value)
    {
        json[name] = value;
        return json;
    }

    private static string Text(int status) => status.ToString(CultureInfo.InvariantCulture);

    private static string Reason(int status) => Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status);
}
