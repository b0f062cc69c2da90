using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Countersign.Tests.Workflows.Host;

/// <summary>One of these per scope.</summary>
public sealed class Scoped
{
    public Guid Id { get; } = Guid.NewGuid();
}

public sealed class BoundFunctions(Scoped scoped)
{
    [Function("Number")]
    public IResult Number([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "number/{n}")] HttpRequest request, int n) => Results.Text($"{n}");

    [Function("Missing")]
    public IResult Missing([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "missing")] HttpRequest request, int n) => Results.Text($"{n}");

    [Function("Defaults")]
    public IResult Defaults(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "defaults")] HttpRequest request, ILogger? logger, int? n, int m = 7) =>
        Results.Text($"{logger is null} {n is null} {m}");

    [Function("Typed")]
    public async ValueTask<IResult> TypedAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "typed/{id}/{flag}/{word}")] HttpRequest request,
        Guid id, bool flag, string word, FunctionContext context, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return Results.Text($"{id:N} {flag} {word} {context.CancellationToken == cancellationToken} {context.BindingContext.BindingData["word"]}");
    }

    [Function("Scope")]
    public IResult Scope([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "scope")] HttpRequest request, FunctionContext context) =>
        Results.Text($"{ReferenceEquals(context.InstanceServices.GetService(typeof(Scoped)), scoped)} {scoped.Id}");

    [Function("Nothing")]
    public IResult? Nothing([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "nothing")] HttpRequest request) => null;

    [Function("Text")]
    public string Text([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "text")] HttpRequest request) => "never seen";

    [Function("Written")]
    public static async Task WrittenAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "written")] HttpRequest request) =>
        await request.HttpContext.Response.WriteAsync("written");

    [Function("Thrown")]
    public IResult Thrown([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "thrown")] HttpRequest request) =>
        throw new InvalidOperationException("not for callers");

    [Function("Body")]
    public async Task<IResult> BodyAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "body")] HttpRequest request)
    {
        try
        {
            using var memory = new MemoryStream();
            await request.Body.CopyToAsync(memory);
            return Results.Text($"{memory.Length}");
        }
        catch (BadHttpRequestException tooLong)
        {
            return Results.StatusCode(tooLong.StatusCode);
        }
    }

    [Function("Definition")]
    public IResult Definition([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "definition")] HttpRequest request, FunctionContext context) =>
        Results.Text($"{context.FunctionDefinition.Name} {string.Join(",", context.FunctionDefinition.InputBindings.Values.Select(b => $"{b.Name}:{b.Type}"))} "
            + $"{ReferenceEquals(context.GetHttpContext(), request.HttpContext)} {request.Scheme} {request.Host}");
}
