using Microsoft.Azure.Functions.Worker;

namespace Countersign.Runtime.Hosting;

internal sealed class LocalInvocationResult : InvocationResult
{
    public override object? Value { get; set; }
}
