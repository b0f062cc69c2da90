using System.Text.Json;
using Countersign.Audit;
using Countersign.Gate;
using Countersign.Identity;

namespace Countersign.Actions;

/// <summary>An action's row must say what the trail recorded when it was proposed; a row that was altered in the store is named by its person's verification.</summary>
internal sealed class ActionWitness(ActionBook book, ActionSeal seal) : IChainWitness
{
    public bool Concerns(AuditEntry entry) => entry.Kind == "action.proposed";

    public async ValueTask<string?> DiffersAsync(PrincipalId person, AuditEntry entry, JsonElement content, CancellationToken ct)
    {
        if (!Concerns(entry) || !ActionId.TryParse(entry.Action, out var id)) return null;
        if (!content.TryGetProperty("arguments", out var recorded)) return null;
        if (await book.ReadAsync(person, id, ct) is not { Value: var row }) return $"Action {id} is on record, but its row is gone.";
        if (row.IsUnreadable) return $"Action {id} is on record, but its row cannot be read.";
        if (!CanonicalJson.Write(row.Arguments).AsSpan().SequenceEqual(CanonicalJson.Write(recorded))) return $"The arguments of action {id} are not those it was proposed with.";
        return seal.Holds(row) ? null : $"Action {id} is not what was proposed and resolved.";
    }
}
