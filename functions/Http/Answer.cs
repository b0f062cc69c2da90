using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Countersign.Http;

/// <summary>A JSON answer that can be kept and given again.</summary>
/// <param name="Location">Address of what was started, or null.</param>
public sealed record Answer(int Status, string? Location, JsonElement Body) : IResult
{
    public static Answer Of<T>(int status, T body, JsonTypeInfo<T> type, string? location = null) =>
        new(status, location, JsonSerializer.SerializeToElement(body, type));

    public static Answer Of(Problem problem) => new(problem.Status, null, JsonDocument.Parse(problem.ToJson().ToJsonString()).RootElement);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = Status;
        httpContext.Response.ContentType = Status >= 400 ? "application/problem+json" : "application/json";
        if (Location is not null) httpContext.Response.Headers.Location = Location;
        await httpContext.Response.WriteAsync(Body.GetRawText(), Encoding.UTF8, httpContext.RequestAborted);
    }
}
