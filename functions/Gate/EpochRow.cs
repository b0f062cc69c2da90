namespace Countersign.Gate;

/// <summary>The row <c>epoch</c> of a person; absent it stands for zero.</summary>
internal sealed record EpochRow(long N);
