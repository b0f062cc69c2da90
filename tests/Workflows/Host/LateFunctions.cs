using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Countersign.Tests.Workflows.Host;

public sealed class LateFunctions(Gate gate)
{
    [Function("Late")]
    public async Task<IResult> LateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "late")] HttpRequest request,
        [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        gate.Entered.TrySetResult();
        await gate.Open.Task.WaitAsync(cancellationToken);
        return Results.Text(await client.ScheduleNewOrchestrationInstanceAsync(
            "TakesNumber", 7, new StartOrchestrationOptions("late"), cancellationToken));
    }
}
