using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Countersign.Http;

internal sealed class ProblemResult(Problem problem) : IResult, IStatusCodeHttpResult
{
    public Problem Problem => problem;

    public int? StatusCode => problem.Status;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = problem.Status;
        if (problem.RetryAfter is { } after) response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(after.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        if (problem.Challenge is { } challenge) response.Headers.WWWAuthenticate = challenge;
        if (problem.Allow is { } allow) response.Headers.Allow = allow;
        response.ContentType = "application/problem+json";
        if (HttpMethods.IsHead(httpContext.Request.Method)) return;
        var body = problem.ToJson();
        if (Activity.Current is { } request) body["trace"] = request.TraceId.ToHexString();
        await response.WriteAsync(body.ToJsonString(), Encoding.UTF8, httpContext.RequestAborted);
    }
}
