using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Countersign.Tests.Workflows.Host;

public sealed class RoutedFunctions
{
    [Function("A_any")]
    public IResult Any([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "things/{id}")] HttpRequest request, string id) =>
        Results.Text($"any {id}");

    [Function("B_new")]
    public IResult New([HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = "things/new")] HttpRequest request) => Results.Text("new");

    [Function("Number")]
    public IResult Number([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "numbers/{n:int}")] HttpRequest request, int n) =>
        Results.Text($"number {n + 1}");

    [Function("Optional")]
    public IResult Optional([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "maybe/{id?}")] HttpRequest request, string? id) =>
        Results.Text($"maybe {id ?? "null"}");

    [Function("Path")]
    public IResult Path([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "paths/{*rest}")] HttpRequest request, string rest) =>
        Results.Text($"{request.RouteValues["rest"]}|{rest}|{request.Path.Value}");

    [Function("Unrouted")]
    public IResult Unrouted([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => Results.Text("by name");

    [Function("zz_last")]
    public IResult Last([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "{*path}")] HttpRequest request) => Results.Text("last");
}
