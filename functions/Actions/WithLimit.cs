namespace Countersign.Actions;

/// <summary>A provider call under its hard limit.</summary>
internal static class WithLimit
{
    /// <summary>
    /// Ends the call at <paramref name="until"/>. What the caller's token does is the caller's to decide: a call whose effect may be under way is given
    /// none.
    /// </summary>
    /// <param name="tooLate">What it means that the limit passed.</param>
    public static async Task<T> CallAsync<T>(TimeProvider time, DateTimeOffset until, Func<CancellationToken, Task<T>> call, Func<T> tooLate, CancellationToken ct)
    {
        var left = until - time.GetUtcNow();
        if (left <= TimeSpan.Zero) return tooLate();
        using var limit = new CancellationTokenSource(left, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        try
        {
            return await call(both.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            return tooLate();
        }
    }
}
