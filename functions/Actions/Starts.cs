using Countersign.Identity;
using Countersign.Storage;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Countersign.Actions;

/// <summary>
/// Starting is repeatable: the row stands in the person's partition and in the due list <c>instances</c> before the instance is started with the id from
/// the row. An id that is taken is success, and what is settled is never started again.
/// </summary>
public sealed class Starts(DueLists due, TimeProvider time)
{
    public const string DueList = "instances";

    /// <summary>Whoever wrote the row starts it; the sweep looks after this long.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    /// <summary>Before the person's batch: a due row may be stale, never missing.</summary>
    /// <returns>The row's key.</returns>
    public Task<string> DueAsync(PrincipalId person, string id, CancellationToken ct) =>
        due.AddAsync(DueList, time.GetUtcNow() + Grace, id, new InstanceRef(person.Value, id), ActionsJson.Default.InstanceRef, ct);

    /// <summary>Starts the instance of an action.</summary>
    public static Task StartActAsync(DurableTaskClient client, PrincipalId person, ActionId action, CancellationToken ct) =>
        StartAsync(client, nameof(ActOrchestration.Act), ActRef.InstanceOf(action.Value), new ActRef(person.Value, action.Value), ct);

    /// <summary>Starts an instance once: one that exists, in whatever status, is left alone.</summary>
    public static async Task StartAsync(DurableTaskClient client, string orchestration, string instance, object input, CancellationToken ct)
    {
        if (await client.GetInstanceAsync(instance, ct) is not null) return;
        var options = new StartOrchestrationOptions(instance).WithDedupeStatuses(
            OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended,
            OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated);
        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(orchestration, input, options, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Somebody else was quicker; what that is called differs between back ends.
            if (await client.GetInstanceAsync(instance, ct) is null) throw;
        }
    }
}
