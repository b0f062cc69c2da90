using Countersign.Approvals;
using Countersign.Audit;
using Countersign.Identity;
using Countersign.Policies;
using Countersign.Storage;
using Countersign.Vault;
using Microsoft.DurableTask.Client;

namespace Countersign.Actions;

/// <summary>
/// Who waits for a remedy, and waking them. A wait row is written in the batch that parks and deleted in the batch that resumes; the event only wakes, the
/// row of whoever waits is the truth.
/// </summary>
public sealed class Waits(People people)
{
    private const string Prefix = "wait~";

    /// <summary>The row's key for a remedy that <paramref name="waiter"/> (an action's or a run's id) waits for.</summary>
    public static string KeyOf(Remedy remedy, RunId run, string waiter) => $"{Prefix}{WhatOf(remedy, run)}~{waiter}";

    /// <summary>The row's key for an action that joined another.</summary>
    public static string KeyOf(ActionId joined, ActionId waiter) => $"{Prefix}act.{joined}~{waiter}";

    /// <summary>Wakes everything of the person's that waits for a connection: it was linked, confirmed, or installed.</summary>
    public Task WakeAsync(DurableTaskClient client, PrincipalId person, ConnectionName connection, CancellationToken ct) =>
        WakeAsync(client, person, connection.Value, ct);

    /// <summary>Wakes everything that waits for a run's grant.</summary>
    public Task WakeForGrantAsync(DurableTaskClient client, PrincipalId person, RunId run, CancellationToken ct) =>
        WakeAsync(client, person, $"run.{run}", ct);

    /// <summary>Wakes everything that waits for the person's phone to be enrolled, or for an operator.</summary>
    public async Task WakeForTenantAsync(DurableTaskClient client, PrincipalId person, CancellationToken ct) =>
        await WakeAsync(client, person, "tenant", ct);

    /// <summary>Wakes actions that joined one which is settled now.</summary>
    internal Task WakeJoinedAsync(DurableTaskClient client, PrincipalId person, ActionId settled, CancellationToken ct) =>
        WakeAsync(client, person, $"act.{settled}", ct);

    private async Task WakeAsync(DurableTaskClient client, PrincipalId person, string what, CancellationToken ct)
    {
        var all = people.AllAsync(person, KeyRange.Prefix($"{Prefix}{what}~"), ActionsJson.Default.WaitRow, ct, LeftOut<WaitRow>.Altered);
        await foreach (var waiting in all)
            await Wake.RaiseAsync(client, waiting.Value.Instance, ct);
    }

    // A connection's name has no dot, so the four cannot meet.
    private static string WhatOf(Remedy remedy, RunId run) => remedy.Kind switch
    {
        RemedyKind.Grant => $"run.{run}",
        RemedyKind.Enrol or RemedyKind.Operator => "tenant",
        _ => remedy.Connection ?? "tenant",
    };
}
