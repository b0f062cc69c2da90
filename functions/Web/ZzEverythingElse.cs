using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Countersign.Http;

/// <summary>
/// What no other function takes. Its name sorts last, because the host tries routes in the order of names; the host also knows no 405, so a wrong method
/// of a known address comes here too.
/// </summary>
public sealed class ZzEverythingElse(RouteTable routes)
{
    [Function(nameof(ZzEverythingElse)), Open]
    public IResult Answer([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path}")] HttpRequest request)
    {
        var allowed = routes.MethodsOf(request.Path.Value?.TrimStart('/') ?? "");
        return (allowed.Count > 0 ? Problems.MethodNotAllowed(allowed) : Problems.NotFound()).ToResult();
    }
}
