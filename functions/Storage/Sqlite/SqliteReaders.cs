using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Countersign.Storage.Sqlite;

/// <summary>Connections for reading, each used by one call at a time. A call holds its snapshot for one statement.</summary>
internal sealed class SqliteReaders(string path) : IDisposable
{
    private readonly ConcurrentBag<Reader> _idle = [];
    private volatile bool _closed;

    public Row? Read(string table, string partition, string key) => With(reader => reader.Read(table, partition, key));

    /// <summary>Keys from <paramref name="from"/> (itself only if <paramref name="inclusive"/>) to <paramref name="before"/>.</summary>
    public List<Row> Query(string table, string partition, string from, bool inclusive, string before, int limit) =>
        With(reader => reader.Query(table, partition, from, inclusive, before, limit));

    public void Dispose()
    {
        _closed = true;
        while (_idle.TryTake(out var reader)) reader.Dispose();
    }

    private T With<T>(Func<Reader, T> read)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        if (!_idle.TryTake(out var reader)) reader = new Reader(SqliteSchema.Open(path, writes: false));
        try
        {
            return read(reader);
        }
        catch (SqliteException e)
        {
            throw new StorageUnavailableException($"sqlite {e.SqliteErrorCode}");
        }
        finally
        {
            if (_closed) reader.Dispose();
            else _idle.Add(reader);
        }
    }

    private sealed class Reader(SqliteConnection connection) : IDisposable
    {
        private readonly SqliteStatement _one = new(connection, "SELECT key, value, etag FROM rows WHERE tbl=?1 AND partition=?2 AND key=?3");
        private readonly SqliteStatement _range = new(
            connection,
            "SELECT key, value, etag FROM rows WHERE tbl=?1 AND partition=?2 AND key>=?3 AND key<>?4 AND key<?5 ORDER BY key LIMIT ?6");

        public Row? Read(string table, string partition, string key)
        {
            try
            {
                _one.Bind(1, table);
                _one.Bind(2, partition);
                _one.Bind(3, key);
                return _one.Step() ? new Row(key, _one.Bytes(1), SqliteETag.ToText(_one.Number(2))) : null;
            }
            finally
            {
                _one.Reset();
            }
        }

        public List<Row> Query(string table, string partition, string from, bool inclusive, string before, int limit)
        {
            try
            {
                _range.Bind(1, table);
                _range.Bind(2, partition);
                _range.Bind(3, from);
                _range.Bind(4, inclusive ? "" : from);
                _range.Bind(5, before);
                _range.Bind(6, limit);
                var page = new List<Row>();
                while (_range.Step()) page.Add(new Row(_range.Text(0), _range.Bytes(1), SqliteETag.ToText(_range.Number(2))));
                return page;
            }
            finally
            {
                _range.Reset();
            }
        }

        public void Dispose()
        {
            _one.Dispose();
            _range.Dispose();
            connection.Dispose();
        }
    }
}
