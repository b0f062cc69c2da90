using Microsoft.Data.Sqlite;

namespace Countersign.Runtime.Durable.Storage;

/// <summary>
/// Moves the log into the file beside the commits, on a connection of its own. Under load that never catches the tail, so past the upper bound the
/// writer does the rest itself, which by then is little.
/// </summary>
internal sealed class WalCheckpoints(HistoryFile file) : IDisposable
{
    /// <summary>The log is cut back to this whenever it begins anew, so that a longer one has something to move.</summary>
    public const long Start = 4 * 1024 * 1024;

    private const long UpperBound = 64 * 1024 * 1024;

    private readonly FileInfo _wal = new(file.WalPath);
    private SqliteConnection? _connection;
    private Task _running = Task.CompletedTask;

    public void AfterCommit(WriteSession session)
    {
        _wal.Refresh();
        var length = _wal.Exists ? _wal.Length : 0;
        if (length > UpperBound)
        {
            _running.Wait();
            session.TruncateWal();
        }
        else if (length > Start && _running.IsCompleted)
        {
            _running = Task.Run(Checkpoint);
        }
    }

    public void Dispose()
    {
        _running.Wait();
        _connection?.Dispose();
    }

    private void Checkpoint()
    {
        _connection ??= file.Connect();
        HistoryFile.Execute(_connection, "PRAGMA wal_checkpoint(PASSIVE);");
    }
}
