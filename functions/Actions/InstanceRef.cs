namespace Countersign.Actions;

/// <summary>A row of the due list <c>instances</c>: something that has a row in a person's partition and may have no instance yet. Ids only.</summary>
/// <param name="Id">An action's or a run's.</param>
public sealed record InstanceRef(string Principal, string Id);
