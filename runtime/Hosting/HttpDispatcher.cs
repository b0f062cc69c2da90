using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace Countersign.Runtime.Hosting;

/// <summary>Takes a request to the function whose route matches first. No route and a wrong method are both an empty 404.</summary>
internal sealed class HttpDispatcher(RouteTable routes, FunctionPipeline pipeline, ShutdownToken shutdown, ILogger<HttpDispatcher> log)
{
    public async Task HandleAsync(HttpContext http)
    {
        if (IsHostsOwn(http.Request.Path) || routes.Match(http) is not { } match)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        http.Request.RouteValues = match.Values;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, shutdown.Drained);
        try
        {
            await pipeline.RunAsync(
                match.Function, new TriggerData.Http(http.Request), new RouteValueDictionary(match.Values), AnswerAsync, ending.Token);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be answered.
        }
        catch (Exception failure)
        {
            log.FunctionFailed(failure, match.Function.Name, http.TraceIdentifier);
            if (http.Response.HasStarted)
            {
                http.Abort();
                return;
            }

            http.Response.Clear();
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
    }

    private static bool IsHostsOwn(PathString path) => path.StartsWithSegments("/admin") || path.StartsWithSegments("/runtime/webhooks");

    private async Task<bool> AnswerAsync(LocalFunctionContext context, FunctionExecutionDelegate run)
    {
        var http = ((TriggerData.Http)context.Trigger).Request.HttpContext;
        context.Items[FunctionContextExtensions.HttpContextKey] = http;
        await run(context);
        if (context.Result.Value is IResult result)
            await result.ExecuteAsync(http);
        else if (context.Result.Value is { } ignored)
            log.ResultIgnored(context.Function.Name, ignored.GetType().Name);
        return true;
    }
}
