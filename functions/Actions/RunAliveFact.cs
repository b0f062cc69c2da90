using Countersign.Audit;
using Countersign.Gate;

namespace Countersign.Actions;

/// <summary>Nothing passes for a run that is cancelled or over, but the look whether an interrupted call of it had its effect.</summary>
internal sealed class RunAliveFact(People people, ActionBook book) : IGateFact
{
    private static readonly GateRefusal Cancelled = new(GateCodes.RunCancelled, "The run was cancelled.");

    private static readonly GateRefusal Over = new(GateCodes.RunCancelled, "The run is over.");

    public async ValueTask<GateRefusal?> CheckAsync(GateSubject subject, CancellationToken ct)
    {
        if (subject.Purpose == Purpose.WhoIs) return null;
        if (await people.ReadAsync(subject.Principal, RunRow.KeyOf(subject.Run), RunRowJson.Default.RunRow, ct, AlteredAsync) is not { Value: var run })
            return subject.Subject is Subject.Caller ? null : Over; // a direct read is a run of one batch, not written yet
        if (run.State is not (RunState.Cancelled or RunState.Failed or RunState.Done)) return null;
        if (subject is { Purpose: Purpose.Read, Action: { } action } && await IsExecutingAsync(subject, action, ct)) return null;
        return run.State == RunState.Cancelled ? Cancelled : Over;
    }

    private async Task<bool> IsExecutingAsync(GateSubject subject, ActionId action, CancellationToken ct) =>
        await book.ReadAsync(subject.Principal, action, ct) is { Value.State: ActionState.Executing };

    /// <summary>One that is no run any more is over.</summary>
    private static Task<Stored<RunRow>?> AlteredAsync(string key, string etag) => Task.FromResult<Stored<RunRow>?>(new Stored<RunRow>(
        key, new RunRow { Id = default, Agent = "", AgentVersion = "", Door = "", State = RunState.Failed, StartedAt = default, IsUnreadable = true }, etag));
}
