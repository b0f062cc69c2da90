using System.Text.Json.Nodes;

namespace Countersign.Sandbox.Model;

/// <summary>An error in OpenAI's form.</summary>
internal sealed record ModelError(int Status, string Message, string Type = "invalid_request_error", string? Param = null, string? Code = null)
{
    public Dictionary<string, string> Headers { get; init; } = [];

    public JsonObject Body => new()
    {
        ["error"] = new JsonObject { ["message"] = Message, ["type"] = Type, ["param"] = Param, ["code"] = Code },
    };

    public static ModelError NoKey { get; } = new(401,
        "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).");

    public static ModelError WrongKey { get; } = new(401, "Incorrect API key provided.", Code: "invalid_api_key");

    public static ModelError NoModel(string name) => new(404, $"The model '{name}' does not exist or you do not have access to it.", Code: "model_not_found");

    public static ModelError NoRoute(string method, string path) => new(404, $"Invalid URL ({method} {path})");

    public static ModelError Bad(string message, string? param, string? code = null) => new(400, message, Param: param, Code: code);
}
