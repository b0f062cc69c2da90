using System.Text.Json.Nodes;

namespace Countersign.Sandbox.Tenant.MyAccount;

/// <summary>An error of the My Account API.</summary>
public sealed record MyAccountError(int Status, string Code, string Title, string Detail)
{
    /// <summary>What is wrong with the payload, place by place.</summary>
    public IReadOnlyList<(string Pointer, string Detail)> Errors { get; init; } = [];

    public static MyAccountError InvalidToken { get; } = new(401, "A0E-401-0003", "Invalid Token", "Invalid Token");

    public static MyAccountError NoToken { get; } = new(401, "A0E-401-0001", "Invalid Token", "Missing access token");

    public static MyAccountError InsufficientScope { get; } = new(403, "A0E-403-0002", "Insufficient Scope", "The access token does not have the required scope");

    public static MyAccountError UnsupportedMediaType { get; } = new(415, "A0E-415-0001", "Unsupported Media Type", "Content-Type must be application/json");

    public static MyAccountError DeadSession { get; } = new(404, "A0E-404-0001", "Not Found", "Invalid or expired session");

    public static MyAccountError Bad(string detail) => new(400, "A0E-400-0001", "Bad Request", detail);

    public static MyAccountError Payload(params IReadOnlyList<(string Pointer, string Detail)> errors) =>
        new(400, "A0E-400-0003", "Validation Error", "Invalid request payload input") { Errors = errors };

    public Task WriteAsync(HttpContext context)
    {
        var body = new JsonObject
        {
            ["type"] = "https://auth0.com/api-errors/" + Code,
            ["status"] = Status,
            ["title"] = Title,
            ["detail"] = Detail,
        };
        if (Errors.Count > 0)
            body["validation_errors"] = new JsonArray([.. Errors.Select(error => (JsonNode)new JsonObject { ["pointer"] = error.Pointer, ["detail"] = error.Detail })]);
        return context.WriteJsonAsync(Status, body);
    }
}
