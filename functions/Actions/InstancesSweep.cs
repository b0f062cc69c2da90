using Countersign.Identity;
using Countersign.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Countersign.Actions;

/// <summary>Starts what has a row and no instance: a process died between the two. Rooms above add their own kinds.</summary>
public sealed class InstancesSweep(DueLists due, IEnumerable<IInstanceKind> kinds, TimeProvider time, ILogger<InstancesSweep> log)
{
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(1);

    [Function(nameof(InstancesSweep))]
    public async Task RunAsync([TimerTrigger("*/20 * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken ct)
    {
        _ = timer;
        await foreach (var item in due.AllDueAsync(Starts.DueList, time.GetUtcNow(), ActionsJson.Default.InstanceRef, ct))
        {
            try
            {
                var kind = kinds.FirstOrDefault(kind => item.Reference.Id.StartsWith(kind.Prefix, StringComparison.Ordinal));
                if (kind is not null && PrincipalId.TryParse(item.Reference.Principal, out var person) && await kind.StartIfDueAsync(client, person, item.Reference.Id, ct))
                    log.Started(item.Reference.Id);
                await due.RemoveAsync(Starts.DueList, item.Key, ct);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // One that fails must not keep the others from being started: it goes behind them.
                log.NotStarted(item.Reference.Id, e.GetType().Name);
                await due.MoveAsync(Starts.DueList, item.Key, time.GetUtcNow() + Again, item.Id, item.Reference, ActionsJson.Default.InstanceRef, ct);
            }
        }
    }
}
