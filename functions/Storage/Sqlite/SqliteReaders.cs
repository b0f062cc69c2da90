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

    private sealed class Reader : IDisposable
    {
        private readonly SqliteConnection _connection;
        private readonly SqliteCommand _one;
        private readonly SqliteCommand _range;

        public Reader(SqliteConnection connection)
        {
            _connection = connection;
            _one = Statement("SELECT key, value, etag FROM rows WHERE tbl=$tbl AND partition=$partition AND key=$key", "$tbl", "$partition", "$key");
            _range = Statement(
                "SELECT key, value, etag FROM rows WHERE tbl=$tbl AND partition=$partition AND key>=$from AND key<>$after AND key<$before ORDER BY key LIMIT $limit",
                "$tbl", "$partition", "$from", "$after", "$before", "$limit");
        }

        public Row? Read(string table, string partition, string key)
        {
            Bind(_one, table, partition, key);
            using var rows = _one.ExecuteReader();
            return rows.Read() ? RowOf(rows) : null;
        }

        public List<Row> Query(string table, string partition, string from, bool inclusive, string before, int limit)
        {
            Bind(_range, table, partition, from, inclusive ? "" : from, before, limit);
            using var rows = _range.ExecuteReader();
            var page = new List<Row>();
            while (rows.Read()) page.Add(RowOf(rows));
            return page;
        }

        public void Dispose()
        {
            _one.Dispose();
            _range.Dispose();
            _connection.Dispose();
        }

        private static Row RowOf(SqliteDataReader rows) =>
            new(rows.GetString(0), rows.GetFieldValue<byte[]>(1), SqliteETag.ToText(rows.GetInt64(2)));

        private static void Bind(SqliteCommand command, params ReadOnlySpan<object> values)
        {
            for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i];
        }

        private SqliteCommand Statement(string sql, params ReadOnlySpan<string> parameters)
        {
            var command = _connection.CreateCommand();
#pragma warning disable CA2100 // both texts are the constants above
            command.CommandText = sql;
#pragma warning restore CA2100
            foreach (var name in parameters) command.Parameters.Add(new SqliteParameter { ParameterName = name });
            return command;
        }
    }
}
