namespace Countersign.Actions;

/// <summary>Under <c>wait~{what}~{id}</c>: an instance to wake when something was mended.</summary>
/// <param name="Instance">The instance's id.</param>
public sealed record WaitRow(string Instance);
