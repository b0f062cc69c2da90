namespace Countersign.Actions;

/// <summary>The lease of the attempt that executes, or executed last.</summary>
/// <param name="Attempt">From 1; every later write of an attempt is conditional on it.</param>
/// <param name="Owner">The process.</param>
/// <param name="LeaseEnd">Nobody else looks or calls before it: the call's hard limit and the provider's settling time.</param>
/// <param name="Looks">Looks that could not tell whether an attempt had its effect.</param>
/// <param name="MayHaveHappened">Whether an attempt was sent and its end is not known: look before another.</param>
public sealed record Ledger(int Attempt, string Owner, DateTimeOffset LeaseEnd, int Looks, bool MayHaveHappened);
