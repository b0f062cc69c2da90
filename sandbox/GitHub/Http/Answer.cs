using System.Text;
using System.Text.Json.Nodes;

namespace Countersign.Sandbox.GitHub.Http;

/// <summary>What a route answers: a status with JSON, text or nothing.</summary>
internal sealed record Answer(int Status, JsonNode? Json = null)
{
    /// <summary>Says whether the body is there at all.</summary>
    public byte[]? Raw { get; init; }

    public string ContentType { get; init; } = "application/json; charset=utf-8";

    public string MediaType { get; init; } = "github.v3; format=json";

    /// <summary>For single objects that say when they changed.</summary>
    public DateTimeOffset? LastModified { get; init; }

    public Dictionary<string, string> Headers { get; init; } = [];

    public static Answer Ok(JsonNode json) => new(200, json);

    public static Answer Created(JsonNode json, string? location = null)
    {
        var answer = new Answer(201, json);
        if (location is not null) answer.Headers["Location"] = location;
        return answer;
    }

    public static Answer NoContent() => new(204);

    /// <summary>A custom media type: a diff, a patch, a raw file.</summary>
    public static Answer Text(string kind, string text) => Bytes(kind, Encoding.UTF8.GetBytes(text));

    public static Answer Bytes(string kind, byte[] content) => new(200)
    {
        Raw = content,
        ContentType = $"application/vnd.github.{kind}; charset=utf-8",
        MediaType = $"github.v3; param={kind}",
    };
}
