using Microsoft.DurableTask;

namespace Countersign.Runtime.Durable.Replay;

/// <summary>Retries of a step, by policy or by handler. Everything it waits for is a durable timer.</summary>
internal static class Retrying
{
    public static Task<string?> RunAsync(
        TaskOrchestrationContext context, TaskRetryOptions? retry, Func<Task<string?>> step, Func<DateTime, Task> waitUntil) => retry switch
        {
            { Policy: { } policy } => ByPolicyAsync(context, policy, step, waitUntil),
            { Handler: { } handler } => ByHandlerAsync(context, handler, step),
            _ => step(),
        };

    private static async Task<string?> ByPolicyAsync(
        TaskOrchestrationContext context, RetryPolicy policy, Func<Task<string?>> step, Func<DateTime, Task> waitUntil)
    {
        var first = context.CurrentUtcDateTime;
        for (var retry = 0; ; retry++)
        {
            StepFailedException failed;
            try
            {
                return await step();
            }
            catch (StepFailedException e)
            {
                failed = e;
            }

            if (retry + 1 == policy.MaxNumberOfAttempts)
            {
                // The real SDK schedules one more timer that is due at once; the sequence numbers after it depend on that.
                await waitUntil(context.CurrentUtcDateTime);
                throw failed;
            }

            if (Delay(context, policy, retry, first, failed) is not { } delay)
                throw failed;
            await waitUntil(context.CurrentUtcDateTime + delay);
        }
    }

    private static TimeSpan? Delay(TaskOrchestrationContext context, RetryPolicy policy, int retry, DateTime first, StepFailedException failed)
    {
        try
        {
            if (!policy.Handle(failed))
                return null;
        }
        catch (Exception)
        {
            // A judge that throws ends the retries; the failure itself is what the caller gets.
            return null;
        }

        if (policy.RetryTimeout != Timeout.InfiniteTimeSpan && context.CurrentUtcDateTime - first >= policy.RetryTimeout)
            return null;
        var longest = policy.MaxRetryInterval == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : policy.MaxRetryInterval;
        var wanted = policy.FirstRetryInterval.TotalMilliseconds * Math.Pow(policy.BackoffCoefficient, retry);
        return wanted < longest.TotalMilliseconds ? TimeSpan.FromMilliseconds(wanted) : longest;
    }

    private static async Task<string?> ByHandlerAsync(TaskOrchestrationContext context, AsyncRetryHandler handler, Func<Task<string?>> step)
    {
        var first = context.CurrentUtcDateTime;
        for (var attempt = 1; ; attempt++)
        {
            StepFailedException failed;
            try
            {
                return await step();
            }
            catch (StepFailedException e)
            {
                failed = e;
            }

            var asked = new RetryContext(
                context, attempt, TaskFailureDetails.FromException(failed), context.CurrentUtcDateTime - first, CancellationToken.None);
            if (!await handler(asked))
                throw failed;
        }
    }
}
