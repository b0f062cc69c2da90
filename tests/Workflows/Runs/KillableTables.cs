using Countersign.Storage;

namespace Countersign.Tests.Workflows.Runs;

/// <summary>The app's real store, from which a test can cut the process off: after that nothing is answered and nothing written, as after a kill.</summary>
internal sealed class KillableTables(ITables inner, ShiftedTime time) : ITables, IDisposable
{
    private volatile bool _cut;
    private int _writes;

    /// <summary>Called with the changes before a batch is written.</summary>
    public Func<IReadOnlyList<Change>, Task>? BeforeWrite { get; set; }

    /// <summary>Called with the number of each batch once it is durable, before anybody learns of it.</summary>
    public Action<int>? AfterWrite { get; set; }

    public void Cut() => _cut = true;

    public async Task<Row?> ReadAsync(string table, string partition, string key, CancellationToken ct)
    {
        await AliveAsync(ct);
        var row = await inner.ReadAsync(table, partition, key, ct);
        await AliveAsync(ct);
        return row;
    }

    public async Task<RowPage> QueryAsync(string table, string partition, KeyRange range, int limit, string? continuation, CancellationToken ct)
    {
        await AliveAsync(ct);
        var page = await inner.QueryAsync(table, partition, range, limit, continuation, ct);
        await AliveAsync(ct);
        return page;
    }

    public async Task<WriteResult> WriteAsync(string table, string partition, IReadOnlyList<Change> changes, CancellationToken ct)
    {
        await AliveAsync(ct);
        if (BeforeWrite is { } before) await before(changes);
        var result = await inner.WriteAsync(table, partition, changes, ct);
        if (result is WriteResult.Written) AfterWrite?.Invoke(Interlocked.Increment(ref _writes));
        await AliveAsync(ct);
        return result;
    }

    public void Dispose() => (inner as IDisposable)?.Dispose();

    // A dead process never comes back from a call.
    private Task AliveAsync(CancellationToken ct) => _cut ? Task.Delay(Timeout.InfiniteTimeSpan, time, ct) : Task.CompletedTask;
}
