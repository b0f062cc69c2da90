namespace Microsoft.DurableTask.Client;

/// <summary>The host ignores <paramref name="Recursive"/>: whoever terminates a parent ends its children.</summary>
public record TerminateInstanceOptions(object? Output = null, bool Recursive = false);
