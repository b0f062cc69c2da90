namespace Countersign.Http;

/// <summary>One page of a list.</summary>
/// <param name="Items">Newest first unless the route says otherwise.</param>
/// <param name="Next">Send it as <c>cursor</c> for what follows; null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
