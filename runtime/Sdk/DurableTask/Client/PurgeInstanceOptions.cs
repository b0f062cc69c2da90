namespace Microsoft.DurableTask.Client;

/// <summary>The host ignores <paramref name="Recursive"/>.</summary>
public record PurgeInstanceOptions(bool Recursive = false);
