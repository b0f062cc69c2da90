using System.Text.Json.Nodes;

namespace Countersign.Http;

/// <summary>The problems of the surface itself. A capability makes its own beside its doors; docs/problems.md lists all.</summary>
public static class Problems
{
    public static Problem NotFound(string what = "There is nothing at this address, or it is not yours.") =>
        new(404, "/problems/not-found", "Not found", what);

    public static Problem MethodNotAllowed(IReadOnlyList<string> allowed) =>
        new(405, "/problems/method-not-allowed", "This address does not take that method", $"It takes: {string.Join(", ", allowed)}.")
        {
            Allow = string.Join(", ", allowed),
        };

    /// <param name="path">JSON path, such as <c>$.arguments.number</c>.</param>
    public static Problem BadBody(string path, string detail) =>
        new(400, "/problems/bad-body", "The request's JSON is not as it must be", detail) { More = new JsonObject { ["path"] = path } };

    public static Problem BodyTooLarge(int most) =>
        new(413, "/problems/body-too-large", "The request is too large", $"A request body has at most {most / 1024} KiB.");

    public static Problem NotJson() =>
        new(415, "/problems/not-json", "The request is not JSON", "Send the body with Content-Type: application/json, in UTF-8.");

    public static Problem BadParameter(string name, string detail) =>
        new(400, "/problems/bad-parameter", "A parameter is not as it must be", $"{name}: {detail}") { More = new JsonObject { ["parameter"] = name } };

    public static Problem BadCursor() =>
        new(400, "/problems/bad-cursor", "The cursor is not one of ours", "Begin again without a cursor. A cursor belongs to the person and the address it was given for.");

    public static Problem KeyMissing() =>
        new(400, "/problems/idempotency-key-missing", "An idempotency key is missing", "Send Idempotency-Key with 1 to 255 printable characters, new for each thing you start.");

    public static Problem KeyReused() =>
        new(422, "/problems/idempotency-key-reused", "This idempotency key was used for another request", "Send a new Idempotency-Key, or the same body as before.");

    public static Problem PreconditionMissing() =>
        new(428, "/problems/precondition-missing", "Say which version you are changing", "Send If-Match with the ETag you read.");

    public static Problem Changed() =>
        new(412, "/problems/changed", "It was changed since you read it", "Read it again and repeat your change.");

    public static Problem TooMany(TimeSpan after) =>
        new(429, "/problems/too-many-requests", "Too many at once", "Wait as long as Retry-After says, then try again.") { RetryAfter = after };

    public static Problem StorageUnavailable() =>
        new(503, "/problems/storage-unavailable", "The store gave no answer", "It cannot be told whether your request had its effect: read before you repeat it.")
        {
            RetryAfter = TimeSpan.FromSeconds(5),
        };

    public static Problem TenantUnavailable() =>
        new(503, "/problems/tenant-unavailable", "The sign-in service gave no answer", "Nothing was done. Try again in a moment.")
        {
            RetryAfter = TimeSpan.FromSeconds(5),
        };

    public static Problem Defect(string invocation) =>
        new(500, "/problems/defect", "Something is wrong on our side", $"It is logged under {invocation}. Read before you repeat what you did.");
}
