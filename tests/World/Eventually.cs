namespace Countersign.Tests;

/// <summary>Waits for something that happens on another thread, and fails when it does not.</summary>
public static class Eventually
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_far = TimeSpan.FromSeconds(60);

    public static async Task TrueAsync(Func<bool> condition, string what)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(since) > s_deadline)
                throw new TimeoutException($"In {s_deadline.TotalSeconds} s it did not happen that {what}.");
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System);
        }
    }

    /// <summary>The result of a task that must end in time.</summary>
    public static Task<T> WithinDeadlineAsync<T>(this Task<T> task) => task.WaitAsync(s_deadline);

    public static Task WithinDeadlineAsync(this Task task) => task.WaitAsync(s_deadline);

    /// <summary>What <paramref name="look"/> finds, once it finds something. For what happens in another process.</summary>
    public static async Task<T> ComesAsync<T>(Func<Task<T?>> look, Func<string> what)
        where T : class
    {
        var since = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (await look() is { } found) return found;
            Expire(since, what);
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    /// <inheritdoc cref="ComesAsync{T}(Func{Task{T}}, Func{string})"/>
    public static async Task<T> ComesAsync<T>(Func<Task<T?>> look, Func<string> what)
        where T : struct
    {
        var since = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (await look() is { } found) return found;
            Expire(since, what);
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    private static void Expire(long since, Func<string> what)
    {
        if (TimeProvider.System.GetElapsedTime(since) > s_far) throw new TimeoutException($"In {s_far.TotalSeconds} s it did not happen that {what()}.");
    }
}
