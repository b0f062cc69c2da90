using System.Text.Json;

namespace Countersign.Actions;

/// <summary>What an attempt left at the provider before the rest of it failed. From here on the action is never said not to have happened.</summary>
/// <param name="Result">For the model, as if no more had been asked for; it says what is missing.</param>
/// <param name="Text">For people: what stands, and what does not.</param>
public sealed record Standing(JsonElement Result, string? Url, IReadOnlyList<string> Sources, string Text);
