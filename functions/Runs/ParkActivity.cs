using Countersign.Actions;
using Countersign.Identity;
using Countersign.Policies;
using Countersign.Vault;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace Countersign.Runs;

/// <summary>What a parked run waits for.</summary>
/// <param name="StillNeeded">False when the run is over, or was woken since it parked.</param>
/// <param name="For">At most this long, then it looks again.</param>
public sealed record ParkedUntil(bool StillNeeded, TimeSpan For);

/// <summary>Looks, after the run's row says that it waits, whether it still has to.</summary>
public sealed class ParkActivity(RunBook book, IPinnedAccounts accounts, Grants grants, IOptions<RunsOptions> options, TimeProvider time)
{
    /// <summary>A wake that a kill swallowed, or a remedy that only the provider can tell of, is noticed then.</summary>
    private static readonly TimeSpan Unnoticed = TimeSpan.FromMinutes(10);

    [Function(nameof(ParkRun))]
    public async Task<ParkedUntil> ParkRun([ActivityTrigger] RunStep step, CancellationToken ct)
    {
        var person = PrincipalId.Parse(step.Principal);
        if (await book.RunAsync(person, RunId.Parse(step.Run), ct) is not { Value: var run } || run.State != RunState.NeedsYou) return new ParkedUntil(false, TimeSpan.Zero);

        // What was mended before the run wrote that it waits woke nobody. One look: what only seems mended must not turn in circles.
        if (step.Tries == 0 && await IsMendedAsync(person, run, ct)) return new ParkedUntil(false, TimeSpan.Zero);
        var left = run.StartedAt + options.Value.MaxAge - time.GetUtcNow();
        return left > TimeSpan.Zero ? new ParkedUntil(true, left < Unnoticed ? left : Unnoticed) : new ParkedUntil(false, TimeSpan.Zero);
    }

    private async Task<bool> IsMendedAsync(PrincipalId person, RunRow run, CancellationToken ct) => run.Remedy switch
    {
        { Kind: RemedyKind.Grant } => await grants.EndOfAsync(person, run.Id, ct) is not null,
        { Connection: { } connection } => await accounts.FindAsync(person, ConnectionName.Parse(connection), ct) is AccountPin.Pinned,
        _ => false,
    };
}
