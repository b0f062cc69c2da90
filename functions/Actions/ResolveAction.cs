using Countersign.Gate;
using Countersign.Identity;
using Microsoft.Azure.Functions.Worker;

namespace Countersign.Actions;

/// <summary>Resolves an action that could not be resolved when it was proposed. Recorded in the batch that writes it.</summary>
public sealed class ResolveAction(ActionBook book, Resolving resolving)
{
    [Function(nameof(ResolveAction))]
    public async Task<ActStep> RunAsync([ActivityTrigger] ActRef action, CancellationToken ct)
    {
        var (person, id) = (PrincipalId.Parse(action.Principal), ActionId.Parse(action.Action));
        var row = (await book.RequireAsync(person, id, ct)).Value;
        if (row is not { State: ActionState.Proposed, Digest: null }) return ActionSteps.Next(row);

        var found = await resolving.FindAsync(row, Subjects.ForReads(row), ActionGate.ReadWithin, ct);
        var after = await book.ChangeAsync(
            person, id, now => now is { State: ActionState.Proposed, Digest: null } ? found.Change(now) : null, ct,
            batch =>
            {
                if (found.Read is { } read) batch.Record(read);
                return Task.CompletedTask;
            });
        return ActionSteps.Next(after);
    }
}
