using Microsoft.Data.Sqlite;

namespace Countersign.Storage.Sqlite;

/// <summary>
/// Copies the write-ahead log back into the file beside the writer, so that no commit waits for it. A log that outgrows four times its size all the same
/// (readers or writers never paused) is cut by the writer itself between two groups.
/// </summary>
internal sealed class SqliteCheckpoints : IDisposable
{
    private readonly string _path;
    private readonly FileInfo _log;
    private readonly long _walBytes;
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly Thread _thread;
    private volatile bool _closed;

    public SqliteCheckpoints(string path, long walBytes)
    {
        _path = path;
        _log = new FileInfo(path + "-wal");
        _walBytes = walBytes;
        _thread = new Thread(Run) { IsBackground = true, Name = "app.db checkpoints" };
        _thread.Start();
    }

    /// <summary>On the writer's thread, after its callers have their answers.</summary>
    public void AfterCommit(SqliteConnection writer)
    {
        _log.Refresh();
        if (!_log.Exists || _log.Length <= _walBytes) return;
        if (_log.Length > 4 * _walBytes) SqliteSchema.Execute(writer, "PRAGMA wal_checkpoint(TRUNCATE)");
        else if (_wake.CurrentCount == 0) _wake.Release();
    }

    public void Dispose()
    {
        _closed = true;
        if (_wake.CurrentCount == 0) _wake.Release();
        _thread.Join();
        _wake.Dispose();
    }

    private void Run()
    {
        using var connection = SqliteSchema.Open(_path, writes: true);
        while (true)
        {
            _wake.Wait();
            if (_closed) return;
            try
            {
                SqliteSchema.Execute(connection, "PRAGMA wal_checkpoint(PASSIVE)");
            }
            catch (SqliteException)
            {
                // Busy or failing: the log stays as it is, and the next commit asks again.
            }
        }
    }
}
