using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Countersign.Storage.Sqlite;

/// <summary>
/// The port on one SQLite file, for one process. A write that has returned survives a power cut: write-ahead log, <c>synchronous=FULL</c>, and
/// <c>fullfsync</c> on macOS, each set and read back at open. Deleted content is overwritten (<c>secure_delete</c>).
/// </summary>
public sealed class SqliteTables : ITables, IDisposable
{
    private readonly DataLock _lock;
    private readonly SqliteConnection _connection;
    private readonly SqliteWriter _writer;
    private readonly SqliteReaders _readers;
    private readonly SqliteCheckpoints _checkpoints;

    /// <param name="folder">Made if absent, for its owner alone.</param>
    /// <param name="walBytes">The write-ahead log is copied back when it is larger than this.</param>
    /// <exception cref="InvalidOperationException">
    /// Another process uses the folder, it cannot be written, a newer release wrote it, or SQLite did not take a setting.
    /// </exception>
    public SqliteTables(string folder, long walBytes = 8 << 20, ILogger? log = null)
        : this(folder, walBytes, Environment.FailFast, null, log)
    {
    }

    /// <param name="stop">Called when a sync failed; ends the process.</param>
    /// <param name="commit">The sync itself, where a test has one of its own.</param>
    internal SqliteTables(string folder, long walBytes, Action<string> stop, Action<SqliteConnection>? commit, ILogger? log = null)
    {
        SQLitePCL.Batteries_V2.Init();
        var path = Path.Combine(folder, "app.db");
        MakeFolder(folder, path);
        _lock = DataLock.Take(path + ".lock");
        try
        {
            _connection = SqliteSchema.Open(path, writes: true);
            SqliteSchema.Migrate(_connection);
            // A log that began anew is cut back to this: one that stayed long would be copied back after every commit from then on.
            SqliteSchema.Execute(_connection, $"PRAGMA journal_size_limit={walBytes}");
        }
        catch (Exception e)
        {
            _connection?.Dispose();
            _lock.Dispose();
            if (e is SqliteException) throw DataLock.CannotWrite(path, e.Message);
            throw;
        }

        _checkpoints = new SqliteCheckpoints(path, walBytes, stop);
        _readers = new SqliteReaders(path);
        _writer = new SqliteWriter(_connection, _ => _checkpoints.AfterCommit(_connection), stop, commit, log ?? NullLogger.Instance);
    }

    public Task<Row?> ReadAsync(string table, string partition, string key, CancellationToken ct)
    {
        TableLimits.CheckTable(table);
        TableLimits.CheckKey(partition, nameof(partition));
        TableLimits.CheckKey(key, nameof(key));
        ct.ThrowIfCancellationRequested();
        return Task.FromResult(_readers.Read(table, partition, key));
    }

    public Task<RowPage> QueryAsync(string table, string partition, KeyRange range, int limit, string? continuation, CancellationToken ct)
    {
        TableLimits.CheckTable(table);
        TableLimits.CheckKey(partition, nameof(partition));
        TableLimits.CheckPage(range, limit);
        ct.ThrowIfCancellationRequested();
        var rows = _readers.Query(table, partition, continuation ?? range.From, continuation is null, range.Before, limit);
        return Task.FromResult(new RowPage(rows, rows.Count == limit ? rows[^1].Key : null));
    }

    /// <remarks>Past this call the token is not looked at: what was queued is written.</remarks>
    public Task<WriteResult> WriteAsync(string table, string partition, IReadOnlyList<Change> changes, CancellationToken ct)
    {
        TableLimits.CheckTable(table);
        TableLimits.CheckKey(partition, nameof(partition));
        TableLimits.CheckBatch(changes);
        ct.ThrowIfCancellationRequested();
        return _writer.WriteAsync(table, partition, changes);
    }

    public void Dispose()
    {
        _writer.Dispose();
        _checkpoints.Dispose();
        _readers.Dispose();
        _connection.Dispose();
        _lock.Dispose();
    }

    private static void MakeFolder(string folder, string path)
    {
        if (Directory.Exists(folder)) return;
        try
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
            else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DataLock.CannotWrite(path, e.Message);
        }
    }
}
