namespace Countersign.Runtime.Hosting;

/// <summary>The text with which an orchestration fails when it, or middleware in front of it, waits for anything that is not durable.</summary>
internal static class IllegalAwait
{
    public const string Message =
        "An invalid asynchronous invocation was detected. This can be caused by awaiting non-durable tasks in an orchestrator function's "
        + "implementation or by middleware that invokes asynchronous code.";
}
