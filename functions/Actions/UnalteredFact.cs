using Countersign.Gate;

namespace Countersign.Actions;

/// <summary>Nothing passes for an action whose row is not what was proposed and resolved.</summary>
internal sealed class UnalteredFact(ActionBook book, ActionSeal seal) : IGateFact
{
    private static readonly GateRefusal Altered = new(ActionSeal.Altered, ActionSeal.AlteredText);

    public async ValueTask<GateRefusal?> CheckAsync(GateSubject subject, CancellationToken ct)
    {
        if (subject.Action is not { } id) return null;
        if (await book.ReadAsync(subject.Principal, id, ct) is { Value: var row }) return seal.Holds(row) ? null : Altered;
        return subject.Purpose == Purpose.Write ? Altered : null; // it is resolved before it is written for the first time
    }
}
