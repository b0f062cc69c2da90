using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Countersign.Runtime.Durable;
using Countersign.Runtime.Durable.Inspection;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Countersign.Runtime.Hosting;

/// <summary>Instances as JSON and as pages, and what an operator may do to one.</summary>
internal sealed class InspectionEndpoints(DurableEngine engine, IFunctionInvoker functions)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", PageAsync);
        routes.MapGet("/instances", ListAsync);
        routes.MapGet("/instances/{id}", OneAsync);
        routes.MapGet("/set-aside", http =>
            JsonAsync(http, engine.Inspection.SetAside(), InspectionJson.Default.IReadOnlyListInspectedSetAside));
        routes.MapPost("/instances/{id}/terminate", http => ActAsync(http, async id =>
        {
            await engine.Client.TerminateInstanceAsync(id, "terminated by an operator", http.RequestAborted);
            return $"{id} is told to end.";
        }));
        routes.MapPost("/activities/{id}/double", DoubleAsync);
        routes.MapPost("/instances/{id}/purge", http => ActAsync(http, async id =>
        {
            var purged = await engine.Client.PurgeInstanceAsync(id, cancellation: http.RequestAborted);
            return purged.PurgedInstanceCount > 0
                ? $"{id} is gone."
                : throw new RpcException(new Status(StatusCode.NotFound, $"There is no instance {id}."));
        }));
    }

    private Task DoubleAsync(HttpContext http)
    {
        var name = Id(http);
        if (!functions.HasActivity(name)) return SayAsync(http, StatusCodes.Status404NotFound, $"There is no activity {name}.");
        engine.Double(name);
        return SayAsync(http, StatusCodes.Status200OK, $"The next delivery of {name} is made twice at once.");
    }

    private Task PageAsync(HttpContext http) =>
        HtmlAsync(http, InspectionPages.List(Read(http.Request), engine.Inspection.SetAside(), Token(http)));

    private Task ListAsync(HttpContext http) => JsonAsync(http, Read(http.Request), InspectionJson.Default.InspectedInstances);

    private async Task OneAsync(HttpContext http)
    {
        if (engine.Inspection.Find(Id(http)) is not { } detail)
            await SayAsync(http, StatusCodes.Status404NotFound, $"There is no instance {Id(http)}.");
        else if (http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal))
            await HtmlAsync(http, InspectionPages.One(detail, Token(http)));
        else
            await JsonAsync(http, detail, InspectionJson.Default.InspectedDetail);
    }

    private InspectedInstances Read(HttpRequest request) => engine.Inspection.List(
        Text(request, "prefix"),
        Text(request, "after"),
        int.TryParse(request.Query["limit"], NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : 100,
        request.Query["live"] == "true");

    private static async Task ActAsync(HttpContext http, Func<string, Task<string>> act)
    {
        try
        {
            await SayAsync(http, StatusCodes.Status200OK, await act(Id(http)));
        }
        catch (RpcException refused)
        {
            var status = refused.StatusCode == StatusCode.NotFound ? StatusCodes.Status404NotFound : StatusCodes.Status409Conflict;
            await SayAsync(http, status, refused.Status.Detail);
        }
    }

    private static string Id(HttpContext http) => (string)http.GetRouteValue("id")!;

    private static string? Text(HttpRequest request, string name) => request.Query[name] is [{ Length: > 0 } text, ..] ? text : null;

    /// <summary>For links; whoever came with a bearer follows none.</summary>
    private static string Token(HttpContext http) => Uri.EscapeDataString(Text(http.Request, "token") ?? "");

    private static Task SayAsync(HttpContext http, int status, string text)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync(text);
    }

    private static Task HtmlAsync(HttpContext http, string page)
    {
        http.Response.ContentType = "text/html; charset=utf-8";
        return http.Response.WriteAsync(page);
    }

    private static Task JsonAsync<T>(HttpContext http, T value, JsonTypeInfo<T> type)
    {
        http.Response.ContentType = "application/json; charset=utf-8";
        return JsonSerializer.SerializeAsync(http.Response.Body, value, type, http.RequestAborted);
    }
}
