using Countersign.Identity;
using Microsoft.DurableTask.Client;

namespace Countersign.Actions;

/// <summary>Runs that the rooms above keep. <c>POST /api/stop</c> ends them through this.</summary>
public interface ILiveRuns
{
    /// <summary>Cancels every run of the person's that is not over: the row first, then the event. Direct runs are left to this room.</summary>
    /// <returns>Those that this call cancelled.</returns>
    Task<IReadOnlyList<RunId>> CancelAllAsync(PrincipalId person, DurableTaskClient client, CancellationToken ct);
}
