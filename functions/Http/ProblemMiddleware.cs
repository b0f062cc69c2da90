using Countersign.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace Countersign.Http;

/// <summary>
/// The one place where exceptions of HTTP functions become answers. What would escape from here the host shows as an empty 200 or as a page of its own.
/// </summary>
internal sealed class ProblemMiddleware(ILogger<ProblemMiddleware> log) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var http = context.GetHttpContext() ?? throw new InvalidOperationException("Only HTTP functions come here.");
        SecurityHeaders.Set(http.Response);
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to answer.
        }
        catch (Exception e)
        {
            var problem = ProblemOf(e, context);
            if (http.Response.HasStarted) http.Abort();
            else context.GetInvocationResult().Value = problem.ToResult();
        }
    }

    private Problem ProblemOf(Exception exception, FunctionContext context)
    {
        switch (exception)
        {
            case ProblemException e:
                return e.Problem;
            case StorageUnavailableException e:
                log.StorageUnavailable(context.FunctionDefinition.Name, e.Code);
                return Problems.StorageUnavailable();
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return Problems.BodyTooLarge(Body.Most);
            case BadHttpRequestException:
                return Problems.BadBody("$", "The request's body ended early or is not as HTTP wants it.");
            default:
                // Its text may come from a library and hold what was sent; type and place are enough to find it.
                log.Defect(context.FunctionDefinition.Name, context.InvocationId, exception.GetType().FullName, exception.StackTrace);
                return Problems.Defect(context.InvocationId);
        }
    }
}
