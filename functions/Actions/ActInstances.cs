using Countersign.Identity;
using Microsoft.DurableTask.Client;

namespace Countersign.Actions;

internal sealed class ActInstances(ActionBook book) : IInstanceKind
{
    public string Prefix => "act_";

    public async Task<bool> StartIfDueAsync(DurableTaskClient client, PrincipalId person, string id, CancellationToken ct)
    {
        if (!ActionId.TryParse(id, out var action) || await book.ReadAsync(person, action, ct) is not { Value: var row } || row.State.IsSettled()) return false;
        if (await client.GetInstanceAsync(ActRef.InstanceOf(id), ct) is not null) return false;
        await Starts.StartActAsync(client, person, action, ct);
        return true;
    }
}
