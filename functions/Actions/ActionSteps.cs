namespace Countersign.Actions;

/// <summary>What a row says comes next; pure. An approval's own row says more of an action that is parked on it.</summary>
internal static class ActionSteps
{
    public static ActStep Next(ActionRow row) => row.State switch
    {
        // Whoever reads the state ends it.
        ActionState.Proposed or ActionState.Parked or ActionState.Executing when row.IsUnreadable => new ActStep(ActNext.Wait, row.ProposedAt),
        ActionState.Proposed when row.Digest is null => new ActStep(ActNext.Resolve, row.NotBefore),
        ActionState.Proposed when row.Decision is null => new ActStep(ActNext.Decide, row.NotBefore),
        ActionState.Proposed => new ActStep(ActNext.Execute, row.NotBefore),
        ActionState.Parked => new ActStep(ActNext.Wait, row.Parked?.Until),

        // The attempt that holds the lease may have died: whoever comes after its end looks first.
        ActionState.Executing => new ActStep(ActNext.Execute, row.Ledger?.LeaseEnd),
        _ => new ActStep(ActNext.Over),
    };
}
