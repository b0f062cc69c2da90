using System.Text.Json;
using Countersign.Scripts.Story;

namespace Countersign.Tests.EndToEnd.Laws;

/// <summary>A route as the API's own description has it.</summary>
/// <param name="Parameters">Name and where it stands: <c>path</c>, <c>query</c>, <c>header</c>.</param>
/// <param name="Members">Members of the body.</param>
public sealed record RouteOf(string Method, string Path, bool Open, IReadOnlyList<(string Name, string In)> Parameters, IReadOnlyList<string> Members)
{
    public string Name => $"{Method} {Path}";

    /// <summary>What an id in its path is of.</summary>
    public string Collection => Path.Split('/')[2];

    /// <summary>Every route there is.</summary>
    public static async Task<IReadOnlyList<RouteOf>> AllAsync(Api door)
    {
        var description = (await door.GetAsync("api/openapi.json", default)).Json;
        return
        [
            .. from path in description.GetProperty("paths").EnumerateObject()
               from method in path.Value.EnumerateObject()
               where method.Name is "get" or "post" or "put" or "patch" or "delete"
               select new RouteOf(
                   method.Name.ToUpperInvariant(), path.Name, method.Value.TryGetProperty("security", out var security) && security.GetArrayLength() == 0,
                   ParametersOf(method.Value), MembersOf(description, method.Value)),
        ];
    }

    public Task<Reply> SendAsync(Api door, string path, string? body, string? key) => door.SendAsync(HttpMethod.Parse(Method), path.TrimStart('/'), body, key, default);

    private static List<(string, string)> ParametersOf(JsonElement operation) => operation.TryGetProperty("parameters", out var parameters)
        ? [.. parameters.EnumerateArray().Select(one => (one.GetProperty("name").GetString()!, one.GetProperty("in").GetString()!))]
        : [];

    private static List<string> MembersOf(JsonElement description, JsonElement operation)
    {
        if (!operation.TryGetProperty("requestBody", out var body)) return [];
        var schema = body.GetProperty("content").GetProperty("application/json").GetProperty("schema");
        if (schema.TryGetProperty("$ref", out var pointer)) schema = pointer.GetString()![2..].Split('/').Aggregate(description, (node, name) => node.GetProperty(name));
        return [.. schema.GetProperty("properties").EnumerateObject().Select(member => member.Name)];
    }
}
