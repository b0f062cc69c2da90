using Countersign.Gate;
using Countersign.Vault;
using Microsoft.Extensions.Options;

namespace Countersign.Actions;

/// <summary>On whose word an action's exchanges go.</summary>
public sealed class Subjects(IOptions<VaultOptions> vault)
{
    /// <summary>Resolving, preconditions and looking.</summary>
    public static Subject ForReads(ActionRow row) => new Subject.RunGrant(row.Run);

    /// <summary>The effect: the run's grant, or the approval's token where the tenant takes it.</summary>
    public Subject ForEffect(ActionRow row) => row is { Approval: { } approval, Digest: { } digest } && vault.Value.UsesApprovalToken
        ? new Subject.ApprovalToken(approval, digest)
        : new Subject.RunGrant(row.Run);
}
