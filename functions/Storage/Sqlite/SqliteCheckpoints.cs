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
    private readonly Action<string> _stop;
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly Thread _thread;
    private volatile bool _closed;

    /// <param name="stop">Ends the process; it is given the reason.</param>
    public SqliteCheckpoints(string path, long walBytes, Action<string> stop)
    {
        _stop = stop;
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
        if (_log.Length > 4 * _walBytes) CopyBack(writer, "TRUNCATE");
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
            CopyBack(connection, "PASSIVE");
        }
    }

    private void CopyBack(SqliteConnection connection, string mode)
    {
        try
        {
            SqliteSchema.Execute(connection, $"PRAGMA wal_checkpoint({mode})");
        }
        catch (SqliteException e) when (e.SqliteErrorCode is SqliteSchema.IsFull or SqliteSchema.IsBusy)
        {
            // The log stays as it is, and the next commit asks again.
        }
        catch (SqliteException e)
        {
            // A sync that failed once may succeed the next time without the bytes: the log must not be let go of.
            _stop($"app.db could not be brought up to date (sqlite {e.SqliteErrorCode}). What the disk holds of it is open.");
        }
    }
}
