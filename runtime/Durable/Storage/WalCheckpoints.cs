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

    private const int IsBusy = 5;

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
            _running.GetAwaiter().GetResult();
            Unhindered(session.TruncateWal);
        }
        else if (length > Start && _running.IsCompleted)
        {
            // A failed sync comes out here: what the file holds is open, and nothing may be written any more.
            _running.GetAwaiter().GetResult();
            _running = Task.Run(Checkpoint);
        }
    }

    /// <summary>The whole log goes into the file, which is cut to its length. Nobody waits for the writer.</summary>
    public void AfterShrink(WriteSession session)
    {
        _running.GetAwaiter().GetResult();
        Unhindered(session.TruncateWal);
    }

    public void Dispose()
    {
        _running.ContinueWith(static _ => { }, TaskScheduler.Default).Wait();
        _connection?.Dispose();
    }

    private void Checkpoint()
    {
        _connection ??= file.Connect();
        Unhindered(() => HistoryFile.Execute(_connection, "PRAGMA wal_checkpoint(PASSIVE);"));
    }

    /// <summary>Where there is no space, or somebody reads, the log stays as it is: the next commit asks again.</summary>
    private static void Unhindered(Action checkpoint)
    {
        try
        {
            checkpoint();
        }
        catch (SqliteException hindered) when (hindered.SqliteErrorCode is HistoryFile.IsFull or IsBusy)
        {
        }
    }
}
