using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Countersign.Storage.Sqlite;

/// <summary>
/// The one writer. What queued while the last sync ran is committed together with one sync; there is no window to wait for. Each batch stands in a
/// savepoint of its own, so one batch's conflict is not its neighbours'. A full disk refuses what it has no space for. A commit that fails otherwise
/// leaves it open what the disk holds: the process stops.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    private const int GroupSize = 512;

    private readonly object _gate = new();
    private readonly SqliteConnection _connection;
    private readonly SqliteChanges _changes;
    private readonly SqliteStatement _begin;
    private readonly Action<int> _committed;
    private readonly Action<string> _stop;
    private readonly Action<SqliteConnection>? _commit;
    private readonly SqliteStatement _ending;
    private readonly ILogger _log;
    private readonly Thread _thread;
    private List<Pending> _queue = [];
    private bool _closed;
    private bool _full;
    private bool _stopped;

    /// <param name="committed">Told after each sync how many batches it covered, on the writer's thread with nothing in flight.</param>
    /// <param name="stop">Ends the process; it is given the reason.</param>
    /// <param name="commit">Ends the transaction with a sync in another way than COMMIT does.</param>
    public SqliteWriter(SqliteConnection connection, Action<int> committed, Action<string> stop, Action<SqliteConnection>? commit, ILogger log)
    {
        _connection = connection;
        _changes = new SqliteChanges(connection);
        _begin = new SqliteStatement(connection, "BEGIN IMMEDIATE");
        _ending = new SqliteStatement(connection, "COMMIT");
        _committed = committed;
        _stop = stop;
        _commit = commit;
        _log = log;
        _thread = new Thread(Run) { IsBackground = true, Name = "app.db writer" };
        _thread.Start();
    }

    public Task<WriteResult> WriteAsync(string table, string partition, IReadOnlyList<Change> changes)
    {
        var pending = new Pending(table, partition, changes);
        lock (_gate)
        {
            if (_closed) throw new StorageUnavailableException("closed");
            _queue.Add(pending);
            if (_queue.Count == 1) Monitor.Pulse(_gate);
        }

        return pending.Done.Task;
    }

    /// <summary>Commits what is queued, then closes.</summary>
    public void Dispose()
    {
        Close();
        _thread.Join();
        _begin.Dispose();
        _ending.Dispose();
        _changes.Dispose();
    }

    private void Run()
    {
        List<Pending> group = [];
        while (Take(ref group)) Commit(group);
    }

    private bool Take(ref List<Pending> group)
    {
        group.Clear();
        lock (_gate)
        {
            while (_queue.Count == 0 && !_closed) Monitor.Wait(_gate);
            if (_queue.Count <= GroupSize)
            {
                (group, _queue) = (_queue, group);
            }
            else
            {
                group.AddRange(_queue.Take(GroupSize));
                _queue.RemoveRange(0, GroupSize);
            }

            return group.Count > 0;
        }
    }

    private void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.Pulse(_gate);
        }
    }

    private void Commit(List<Pending> group)
    {
        if (_stopped)
        {
            foreach (var pending in group) pending.Done.TrySetException(new StorageUnavailableException("closed"));
            return;
        }

        var results = new WriteResult[group.Count];
        try
        {
            _begin.Run();
            for (var i = 0; i < group.Count; i++) results[i] = _changes.Apply(group[i].Table, group[i].Partition, group[i].Changes);
        }
        catch (SqliteException e)
        {
            Refuse(group, e);
            return;
        }

        try
        {
            if (_commit is null) _ending.Run();
            else _commit(_connection);
        }
        catch (SqliteException e) when (e.SqliteErrorCode == SqliteSchema.IsFull)
        {
            // The log could not grow: the commit is not in it, and was not synced.
            Refuse(group, e);
            return;
        }
        catch (SqliteException e)
        {
            foreach (var pending in group) pending.Done.TrySetException(new StorageUnavailableException($"sqlite {e.SqliteErrorCode}"));
            _stopped = true;
            Close();
            _stop($"app.db could not be synced (sqlite {e.SqliteErrorCode}). What was being written may or may not be on disk.");
            return;
        }

        if (_full) Log.SpaceIsBack(_log);
        _full = false;
        for (var i = 0; i < group.Count; i++) group[i].Done.SetResult(results[i]);
        _committed(group.Count);
    }

    /// <summary>
    /// Nothing was synced yet. A broken page, or what the disk has no space for, refuses the batch that met it and no other: of a group each half is tried
    /// by itself.
    /// </summary>
    private void Refuse(List<Pending> group, SqliteException e)
    {
        RollBack();
        if (group.Count > 1)
        {
            var half = group.Count / 2;
            Commit(group[..half]);
            Commit(group[half..]);
            return;
        }

        var full = e.SqliteErrorCode == SqliteSchema.IsFull;
        if (full && !_full) Log.DiskFull(_log);
        _full |= full;
        foreach (var pending in group) pending.Done.SetException(new StorageUnavailableException(full ? "disk full" : $"sqlite {e.SqliteErrorCode}"));
    }

    private void RollBack()
    {
        try
        {
            SqliteSchema.Execute(_connection, "ROLLBACK");
        }
        catch (SqliteException)
        {
            // SQLite rolls back by itself on some errors; then there is nothing to roll back.
        }
    }

    private sealed record Pending(string Table, string Partition, IReadOnlyList<Change> Changes)
    {
        public TaskCompletionSource<WriteResult> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
