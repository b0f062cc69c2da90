using Microsoft.Azure.Functions.Worker;

namespace Countersign.Audit;

public sealed class CheckpointSweep(Checkpoints checkpoints)
{
    /// <summary>Every minute: signs chains with entries that no checkpoint has covered for some minutes.</summary>
    [Function(nameof(CheckpointSweep))]
    public Task RunAsync([TimerTrigger("0 * * * * *")] TimerInfo timer, CancellationToken ct) => checkpoints.SweepAsync(ct);
}
