using Countersign.Actions;
using Countersign.Identity;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace Countersign.Runs;

/// <summary>What a parked run waits for.</summary>
/// <param name="StillNeeded">False when the run is over, or was woken since it parked.</param>
/// <param name="For">At most this long, then it looks again.</param>
public sealed record ParkedUntil(bool StillNeeded, TimeSpan For);

/// <summary>Looks, after the run's row says that it waits, whether it still has to.</summary>
public sealed class ParkActivity(RunBook book, IOptions<RunsOptions> options, TimeProvider time)
{
    [Function(nameof(ParkRun))]
    public async Task<ParkedUntil> ParkRun([ActivityTrigger] RunStep step, CancellationToken ct)
    {
        var person = PrincipalId.Parse(step.Principal);
        if (await book.RunAsync(person, RunId.Parse(step.Run), ct) is not { Value: var run } || run.State != RunState.NeedsYou) return new ParkedUntil(false, TimeSpan.Zero);
        var left = run.StartedAt + options.Value.MaxAge - time.GetUtcNow();
        return left > TimeSpan.Zero ? new ParkedUntil(true, left) : new ParkedUntil(false, TimeSpan.Zero);
    }
}
