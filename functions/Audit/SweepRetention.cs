using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Countersign.Audit;

/// <summary>Every hour: events and idempotency keys that are old enough go.</summary>
public sealed class SweepRetention(Retention retention, KeptDays days, ILogger<SweepRetention> log)
{
    [Function(nameof(SweepRetention))]
    public async Task RunAsync([TimerTrigger("0 17 * * * *")] TimerInfo timer, CancellationToken ct)
    {
        _ = timer;
        var events = await retention.SweepAsync(days.Events, "event~", inOrder: true, ct);
        var keys = await retention.SweepAsync(days.Keys, "idem~", inOrder: false, ct);
        if (events + keys > 0) log.Purged(events, keys);
    }
}
