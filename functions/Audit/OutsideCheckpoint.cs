namespace Countersign.Audit;

/// <param name="Checkpoint">The person's latest outside the store; null before the first, and where checkpoints go to the log alone.</param>
public sealed record OutsideCheckpoint(Checkpoint? Checkpoint);
