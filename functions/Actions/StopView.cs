namespace Countersign.Actions;

/// <summary>What stop ended.</summary>
/// <param name="Runs">Chat runs that were cancelled.</param>
/// <param name="Actions">Actions that were cancelled; of a direct call its run too.</param>
/// <param name="Standing">Actions that were executing already: their effect stands.</param>
/// <param name="Approvals">How many requests were withdrawn beside those of the actions; a push that is on the phone is void.</param>
public sealed record StopView(IReadOnlyList<RunId> Runs, IReadOnlyList<ActionId> Actions, IReadOnlyList<ActionId> Standing, int Approvals);
