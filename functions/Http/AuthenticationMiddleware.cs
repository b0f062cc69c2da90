using Countersign.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Countersign.Http;

/// <summary>Fixes the caller at the door. A function that does not say it is open wants a token, and one request from its person's bucket.</summary>
internal sealed class AuthenticationMiddleware(RouteTable routes, TokenValidation tokens, PersonRegister people, Limits limits) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (!routes.IsOpen(context.FunctionDefinition.Name))
        {
            var http = context.GetHttpContext() ?? throw new InvalidOperationException("Only HTTP functions come here.");
            var check = await tokens.CheckAsync(TokenOf(http.Request), http.RequestAborted);
            var caller = check.Match(
                valid => valid.Caller,
                refused => throw new ProblemException(TokenProblems.Of(refused.Reason)),
                _ => throw new ProblemException(Problems.TenantUnavailable()));
            limits.Request(caller.Principal);
            using var place = limits.EnterRequest(caller.Principal);
            await people.SeenAsync(caller, http.RequestAborted);
            http.SetCaller(caller);
            await next(context);
            return;
        }

        await next(context);
    }

    private static AccessToken TokenOf(HttpRequest request)
    {
        var header = request.Headers.Authorization;
        if (header.Count != 1 || header[0] is not { } text || !text.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) || text.Length == 7)
            throw new ProblemException(TokenProblems.Missing());
        return new AccessToken(text[7..].Trim());
    }
}
