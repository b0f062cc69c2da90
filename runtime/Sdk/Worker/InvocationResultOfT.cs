namespace Microsoft.Azure.Functions.Worker;

/// <summary>What the function returned, or what a middleware puts in its place.</summary>
public abstract class InvocationResult<T>
{
    public abstract T? Value { get; set; }
}
