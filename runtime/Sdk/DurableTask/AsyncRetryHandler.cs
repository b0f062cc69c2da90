namespace Microsoft.DurableTask;

/// <summary>Says whether a failed call is tried again; may await durable tasks, a timer for instance.</summary>
public delegate Task<bool> AsyncRetryHandler(RetryContext retryContext);
