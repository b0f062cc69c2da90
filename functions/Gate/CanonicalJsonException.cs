namespace Countersign.Gate;

/// <summary>A value without a canonical form. The message names the JSON path and the reason and holds nothing of the content.</summary>
public sealed class CanonicalJsonException(string message) : Exception(message);
