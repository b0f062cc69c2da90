using Countersign.Actions;
using Countersign.Identity;
using Microsoft.DurableTask.Client;

namespace Countersign.Runs;

/// <summary>Starting a run's instance, by whoever wrote its row or by the sweep.</summary>
internal sealed class RunInstances(RunBook book) : IInstanceKind
{
    public string Prefix => "run_";

    public static string InstanceOf(RunId run) => $"run-{run}";

    public static Task StartAsync(DurableTaskClient client, PrincipalId person, RunId run, CancellationToken ct) =>
        Starts.StartAsync(client, nameof(RunOrchestration.Run), InstanceOf(run), new RunStep(person.Value, run.Value, 1), ct);

    public async Task<bool> StartIfDueAsync(DurableTaskClient client, PrincipalId person, string id, CancellationToken ct)
    {
        if (!RunId.TryParse(id, out var run) || await book.RunAsync(person, run, ct) is not { Value: var row } || row.IsOver || row.Thread is null) return false;
        if (await client.GetInstanceAsync(InstanceOf(run), ct) is not null) return false;
        await StartAsync(client, person, run, ct);
        return true;
    }
}
