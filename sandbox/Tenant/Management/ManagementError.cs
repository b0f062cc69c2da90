using System.Text.Json.Nodes;

namespace Countersign.Sandbox.Tenant.Management;

/// <summary>An error of the Management API.</summary>
public sealed record ManagementError(int Status, string Error, string Message, string? ErrorCode)
{
    public static ManagementError Unauthorized(string message) => new(401, "Unauthorized", message, null);

    public static ManagementError InsufficientScope(IReadOnlyList<string> expected) =>
        new(403, "Forbidden", $"Insufficient scope, expected any of: {string.Join(',', expected)}", "insufficient_scope");

    public static ManagementError NoSuchUser { get; } = new(404, "Not Found", "The user does not exist.", "inexistent_user");

    public static ManagementError BadQuery(string message) => new(400, "Bad Request", $"Query validation error: '{message}'", "invalid_query_string");

    public static ManagementError BadBody(string message) => new(400, "Bad Request", $"Payload validation error: '{message}'", "invalid_body");

    public Task WriteAsync(HttpContext context)
    {
        var body = new JsonObject { ["statusCode"] = Status, ["error"] = Error, ["message"] = Message };
        if (ErrorCode is not null)
            body["errorCode"] = ErrorCode;
        if (Status == 401)
            body["attributes"] = new JsonObject { ["error"] = Message };
        return context.WriteJsonAsync(Status, body);
    }
}
