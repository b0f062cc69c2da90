namespace Countersign.Runtime.Durable.Storage;

/// <summary>
/// Moves the log into the file beside the commits, on a connection of its own. Under load that never catches the tail, so past the upper bound the
/// writer does the rest itself, which by then is little.
/// </summary>
internal sealed class WalCheckpoints(HistoryFile file)
{
    private const long Start = 4 * 1024 * 1024;
    private const long UpperBound = 64 * 1024 * 1024;
    private const int CommitsBetweenLooks = 32;

    private int _commits;
    private Task _running = Task.CompletedTask;

    public void AfterCommit(WriteSession session)
    {
        if (++_commits % CommitsBetweenLooks != 0)
            return;
        var length = new FileInfo(file.WalPath) is { Exists: true } wal ? wal.Length : 0;
        if (length > UpperBound)
        {
            Wait();
            session.TruncateWal();
        }
        else if (length > Start && _running.IsCompleted)
        {
            _running = Task.Run(Checkpoint);
        }
    }

    public void Wait() => _running.Wait();

    private void Checkpoint()
    {
        using var connection = file.Connect();
        HistoryFile.Execute(connection, "PRAGMA wal_checkpoint(PASSIVE);");
    }
}
