using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Countersign.Approvals;

/// <summary>Starts the Poller every minute when its list is not empty: whoever should have started it may have died.</summary>
public sealed class PollerWatch(ApprovalDue due)
{
    [Function(nameof(PollerWatch))]
    public async Task RunAsync([TimerTrigger("0 * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken ct)
    {
        if (await due.NextAsync(ct) is not null) await Poller.StartAsync(client, ct);
    }
}
