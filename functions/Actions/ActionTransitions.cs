namespace Countersign.Actions;

/// <summary>The life of an action as one pure table. What is not listed changes nothing: a late or repeated event is harmless.</summary>
public static class ActionTransitions
{
    /// <returns>The next state, or null where the event does not apply.</returns>
    public static ActionState? Apply(this ActionState now, ActionEvent happened) => (now, happened) switch
    {
        (ActionState.Proposed or ActionState.Parked, ActionEvent.Park) => ActionState.Parked,
        (ActionState.Parked, ActionEvent.Resume) => ActionState.Proposed,
        (ActionState.Proposed or ActionState.Parked, ActionEvent.Lease) => ActionState.Executing,
        (ActionState.Proposed or ActionState.Parked, ActionEvent.Deny) => ActionState.Denied,
        (ActionState.Proposed or ActionState.Parked, ActionEvent.Cancel) => ActionState.Cancelled,

        // A lease that ran out is taken by the next attempt.
        (ActionState.Executing, ActionEvent.Lease) => ActionState.Executing,
        (ActionState.Executing, ActionEvent.GiveBack) => ActionState.Proposed,
        (ActionState.Executing, ActionEvent.Park) => ActionState.Parked,
        (ActionState.Executing, ActionEvent.GiveUp) => ActionState.Unknown,

        // A joined action ends as the one it joined.
        (ActionState.Executing or ActionState.Parked, ActionEvent.Finish) => ActionState.Done,
        (ActionState.Parked, ActionEvent.GiveUp) => ActionState.Unknown,

        (ActionState.Proposed or ActionState.Parked or ActionState.Executing, ActionEvent.Fail) => ActionState.Failed,
        (ActionState.Proposed or ActionState.Parked or ActionState.Executing, ActionEvent.Move) => ActionState.Moved,
        (ActionState.Proposed or ActionState.Parked or ActionState.Executing, ActionEvent.Refuse) => ActionState.Refused,
        (ActionState.Proposed or ActionState.Parked or ActionState.Executing, ActionEvent.Lapse) => ActionState.Lapsed,

        _ => null,
    };

    /// <summary>Nothing changes it any more.</summary>
    public static bool IsSettled(this ActionState state) => state is not (ActionState.Proposed or ActionState.Parked or ActionState.Executing);

    /// <summary>The word on the wire and in the trail.</summary>
    public static string Word(this ActionState state) => state.ToString().ToLowerInvariant();
}
