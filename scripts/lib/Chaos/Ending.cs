namespace Countersign.Scripts.Chaos;

/// <summary>What the person was told in the end.</summary>
/// <param name="State">Of the action that was followed: <c>done</c>, <c>lapsed</c>, …; null where nothing was said.</param>
/// <param name="Code">Why, where it did not end as it was meant to.</param>
/// <param name="Text">The same in words.</param>
/// <param name="Trail">What is wrong with the trail; null where it verifies and tells of the end.</param>
public sealed record Ending(string? State, string? Code, string? Text, string? Trail);
