using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Sandbox.Tenant;

namespace Countersign.Sandbox.Control;

/// <summary>The JSON body of a control request; what is wrong with it ends as a 400 with a sentence.</summary>
public sealed class ControlRequest
{
    private readonly JsonObject _body;

    private ControlRequest(JsonObject body) => _body = body;

    /// <summary>Members that no call knows in advance: a fault's own arguments.</summary>
    public JsonObject Body => _body;

    public string? Text(string name) => _body[name] is JsonValue value ? value.ToString() : null;

    public string Required(string name) => Text(name) ?? throw new ControlException($"'{name}' is missing.");

    public bool? Flag(string name) => _body[name] is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : null;

    public int? Number(string name) => _body[name] is JsonValue value && value.TryGetValue<int>(out var number) ? number : null;

    public JsonArray? List(string name) => _body[name] as JsonArray;

    public JsonObject? Object(string name) => _body[name] as JsonObject;

    /// <summary>Makes a handler that reads the body, answers with what it is given, and turns <see cref="ControlException"/> into a 400.</summary>
    public static RequestDelegate Handle(Func<HttpContext, ControlRequest, JsonNode?> handler) => async context =>
    {
        try
        {
            var answer = handler(context, await ReadAsync(context).ConfigureAwait(false));
            if (answer is null)
                context.Response.StatusCode = StatusCodes.Status204NoContent;
            else
                await context.WriteJsonAsync(200, answer).ConfigureAwait(false);
        }
        catch (ControlException problem)
        {
            await context.WriteJsonAsync(problem.Status, new JsonObject { ["error"] = problem.Message }).ConfigureAwait(false);
        }
    };

    private static async Task<ControlRequest> ReadAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var text = await reader.ReadToEndAsync(context.RequestAborted).ConfigureAwait(false);
        if (string.IsNullOrWhiteSpace(text))
            return new([]);
        try
        {
            return JsonNode.Parse(text) is JsonObject body ? new(body) : throw new ControlException("The body must be a JSON object.");
        }
        catch (JsonException)
        {
            throw new ControlException("The body must be a JSON object.");
        }
    }
}

/// <summary>A control request that makes no sense; the message goes to whoever sent it.</summary>
public sealed class ControlException : Exception
{
    public ControlException()
    {
    }

    public ControlException(string message)
        : base(message)
    {
    }

    public ControlException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>400, or 404 for what is not there.</summary>
    public int Status { get; init; } = 400;
}
