using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Countersign.Vault;

/// <summary>Deletes grants whose use has ended, every five minutes: the run that would have done it may be gone.</summary>
public sealed class SweepGrants(Grants grants, ILogger<SweepGrants> log)
{
    [Function(nameof(SweepGrants))]
    public async Task RunAsync([TimerTrigger("0 */5 * * * *")] TimerInfo timer, CancellationToken ct)
    {
        var swept = await grants.SweepAsync(ct);
        if (swept > 0) log.GrantsSwept(swept);
    }
}
