using Countersign.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Countersign.Actions;

/// <summary>Stop everything.</summary>
public sealed class ApiStop(Stops stops)
{
    /// <summary>Ends every live run, action and request for approval of the caller's. Repeatable.</summary>
    [Function("ApiStop")]
    [Route("Stop everything", Response = typeof(StopView), Problems = [503])]
    public async Task<IResult> StopAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/stop")] HttpRequest request, [DurableClient] DurableTaskClient client, CancellationToken ct) =>
        Answer.Of(200, await stops.StopAsync(request.HttpContext.Caller().Principal, client, ct), ActionDoorsJson.Default.StopView);
}
