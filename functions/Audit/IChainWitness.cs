using System.Text.Json;
using Countersign.Identity;

namespace Countersign.Audit;

/// <summary>
/// A room whose rows must agree with what the trail recorded of them: an action's arguments, for one. Asked for each entry with a content while a person's
/// chain is verified in place.
/// </summary>
public interface IChainWitness
{
    /// <summary>Whether the entry's content is to be read for it at all.</summary>
    bool Concerns(AuditEntry entry);

    /// <returns>One sentence that names what differs; null where nothing does, or the entry does not concern the room.</returns>
    ValueTask<string?> DiffersAsync(PrincipalId person, AuditEntry entry, JsonElement content, CancellationToken ct);
}
