namespace Countersign.Runtime.Durable.Dispatch;

/// <summary>
/// Work that has one delivery left runs here one piece after the other, so that what ends the process ends it alone: its neighbours, cut short as
/// often without fault, get through.
/// </summary>
internal sealed class LastChance
{
    private readonly object _gate = new();
    private Task _last = Task.CompletedTask;

    public Task RunAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        lock (_gate)
            return _last = AfterAsync(_last, work, cancellationToken);
    }

    private static async Task AfterAsync(Task before, Func<Task> work, CancellationToken cancellationToken)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        cancellationToken.ThrowIfCancellationRequested();
        await work();
    }
}
