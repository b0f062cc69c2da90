using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Countersign.Runtime.Durable.Storage;

/// <summary>
/// The history file: opened by one process at a time, written ahead, synced in full on every commit. What was set is read back: a file system that
/// cannot do it is refused.
/// </summary>
internal sealed class HistoryFile : IDisposable
{
    /// <summary>KiB. The writer touches every table's ends and the index by id; a reader reads one instance and is done.</summary>
    public const int WriterCache = 8192;

    private const int ReaderCache = 512;

    private const int LockedOnLinux = 11;
    private const int LockedOnMac = 35;
    private const int LockedOnWindows = unchecked((int)0x80070020);

    private readonly string _path;
    private readonly FileStream _lock;
    private readonly string _synchronous;
    private readonly ConcurrentBag<StoreReader> _readers = [];
    private volatile bool _closed;

    private HistoryFile(string path, FileStream held, string synchronous)
    {
        _path = path;
        _lock = held;
        _synchronous = synchronous;
    }

    /// <summary>SQLite's result when the disk has no space.</summary>
    public const int IsFull = 13;

    public string WalPath => _path + "-wal";

    /// <exception cref="InvalidOperationException">Another process has the file, it is of a newer schema, or it cannot be written or made durable.</exception>
    public static HistoryFile Open(string path, string synchronous = "FULL")
    {
        SQLitePCL.Batteries_V2.Init();
        path = Path.GetFullPath(path);
        var file = new HistoryFile(path, Lock(path), synchronous);
        try
        {
            using var connection = file.Connect(WriterCache);
            HistorySchema.Migrate(connection, path);
            LearnToShrink(connection);
            return file;
        }
        catch (SqliteException broken)
        {
            file.Dispose();
            throw CannotWrite(path, broken);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>A connection with the durability settings in force.</summary>
    /// <param name="cache">KiB of pages it keeps: every connection has its own.</param>
    public SqliteConnection Connect(int cache = ReaderCache)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _path, Pooling = false }.ToString());
        connection.Open();
        // Before anything is in the file: what a purge frees can then be given back a little at a time.
        Execute(connection, "PRAGMA auto_vacuum=INCREMENTAL;");
        Require(connection, "journal_mode", "WAL", "wal");
        Require(connection, "synchronous", _synchronous, _synchronous switch { "FULL" => "2", "NORMAL" => "1", _ => "0" });
        if (OperatingSystem.IsMacOS())
        {
            Require(connection, "fullfsync", "ON", "1");
            Require(connection, "checkpoint_fullfsync", "ON", "1");
        }

        Execute(
            connection,
            $"PRAGMA busy_timeout=10000; PRAGMA wal_autocheckpoint=0; PRAGMA journal_size_limit={WalCheckpoints.Start}; PRAGMA cache_size=-{cache};");
        return connection;
    }

    /// <summary>Runs one short read; its snapshot ends with it.</summary>
    public T Read<T>(Func<StoreReader, T> read)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        if (!_readers.TryTake(out var reader))
            reader = new StoreReader(Connect());
        try
        {
            return read(reader);
        }
        finally
        {
            _readers.Add(reader);
            if (_closed)
                CloseReaders();
        }
    }

    public void Dispose()
    {
        _closed = true;
        CloseReaders();
        _lock.Dispose();
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private static FileStream Lock(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException inUse) when (inUse.HResult is LockedOnLinux or LockedOnMac or LockedOnWindows)
        {
            throw new InvalidOperationException(
                $"Another process runs on the history file {path}. Stop it first, or give this one another data directory.", inUse);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(path, refused);
        }
    }

    /// <summary>A file from before purges gave space back is written anew, once there is space for that.</summary>
    private static void LearnToShrink(SqliteConnection connection)
    {
        if ((long)Scalar(connection, "PRAGMA auto_vacuum;")! != 0)
            return;
        try
        {
            Execute(connection, "VACUUM;");
        }
        catch (SqliteException full) when (full.SqliteErrorCode == IsFull)
        {
        }
    }

    private static InvalidOperationException CannotWrite(string path, Exception cause) => new(
        $"The history file {path} cannot be written: {cause.Message} Check the disk's space, that it is not read-only, and whose the folder is; or give this process "
        + "another data directory.",
        cause);

    private static void Require(SqliteConnection connection, string pragma, string value, string expected)
    {
        Execute(connection, $"PRAGMA {pragma}={value};");
        var now = Convert.ToString(Scalar(connection, $"PRAGMA {pragma};"), CultureInfo.InvariantCulture);
        if (!string.Equals(now, expected, StringComparison.OrdinalIgnoreCase))
            throw new InvalidOperationException($"The history file cannot be made durable: {pragma} is {now}, not {expected}. Put it on a local disk.");
    }

    private void CloseReaders()
    {
        while (_readers.TryTake(out var reader))
            reader.Dispose();
    }
}
