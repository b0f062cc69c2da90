using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Countersign.Http;

public sealed class Healthz
{
    /// <summary>The process answers.</summary>
    [Function(nameof(Healthz)), Open, Route("Say that the process is alive", Response = typeof(Health))]
    public IResult Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "healthz")] HttpRequest request) =>
        Results.Json(new Health("ok"), HttpJson.Default.Health);
}
