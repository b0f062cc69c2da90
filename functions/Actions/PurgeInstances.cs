using Countersign.Audit;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Countersign.Actions;

/// <summary>Every hour: ended instances that are old enough leave the durable history. What the API says of them stands in their rows.</summary>
public sealed class PurgeInstances(IOptions<RetentionOptions> options, TimeProvider time, ILogger<PurgeInstances> log)
{
    private static readonly OrchestrationRuntimeStatus[] Ended =
        [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated];

    [Function(nameof(PurgeInstances))]
    public async Task RunAsync([TimerTrigger("0 37 * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken ct)
    {
        _ = timer;
        var filter = new PurgeInstancesFilter(null, time.GetUtcNow() - options.Value.Instances, Ended);
        var purged = await client.PurgeAllInstancesAsync(filter, ct);
        if (purged.PurgedInstanceCount > 0) log.Purged(purged.PurgedInstanceCount);
    }
}
