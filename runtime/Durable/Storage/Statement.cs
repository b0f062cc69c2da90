using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Countersign.Runtime.Durable.Storage;

/// <summary>A prepared statement with numbered parameters, straight on SQLite: every step of every instance passes through here several times.</summary>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;

    public Statement(SqliteConnection connection, string sql)
    {
        _connection = connection.Handle!; // it is open
        Check(raw.sqlite3_prepare_v3(_connection, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
    }

    /// <returns>How many rows it changed.</returns>
    /// <exception cref="SqliteException">SQLite refused it.</exception>
    public int Execute(params ReadOnlySpan<object?> values)
    {
        using var rows = Read(values);
        rows.Read();
        return raw.sqlite3_changes(_connection);
    }

    /// <summary>The first column of its one row.</summary>
    public long ExecuteLong(params ReadOnlySpan<object?> values)
    {
        using var rows = Read(values);
        rows.Read();
        var value = rows.GetInt64(0);
        while (rows.Read()) { } // a change that returns rows is made when the last was read
        return value;
    }

    public Rows Read(params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++) Bind(i + 1, values[i]);
        return new Rows(this);
    }

    public void Dispose() => _statement.Dispose();

    private void Bind(int parameter, object? value) => Check(value switch
    {
        null => raw.sqlite3_bind_null(_statement, parameter),
        long number => raw.sqlite3_bind_int64(_statement, parameter, number),
        int number => raw.sqlite3_bind_int64(_statement, parameter, number),
        string text => BindText(parameter, text),
        byte[] utf8 => raw.sqlite3_bind_text(_statement, parameter, utf8),
        _ => throw new ArgumentException($"{value.GetType()} is no column's type."),
    });

    private int BindText(int parameter, string text)
    {
        if (text.Length == 0) return raw.sqlite3_bind_text(_statement, parameter, ""); // a span of nothing would be NULL
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        var rented = most <= 1024 ? null : ArrayPool<byte>.Shared.Rent(most);
        Span<byte> bytes = rented ?? stackalloc byte[1024];
        try
        {
            return raw.sqlite3_bind_text(_statement, parameter, bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
        }
        finally
        {
            if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK) SqliteException.ThrowExceptionForRC(result, _connection);
    }

    /// <summary>What a statement finds. Disposed of, it is ready for the next use and its snapshot ends.</summary>
    internal readonly struct Rows(Statement owner) : IDisposable
    {
        public bool Read()
        {
            var result = raw.sqlite3_step(owner._statement);
            if (result == raw.SQLITE_ROW) return true;
            if (result != raw.SQLITE_DONE) SqliteException.ThrowExceptionForRC(result, owner._connection);
            return false;
        }

        public bool IsDBNull(int column) => raw.sqlite3_column_type(owner._statement, column) == raw.SQLITE_NULL;

        public long GetInt64(int column) => raw.sqlite3_column_int64(owner._statement, column);

        public int GetInt32(int column) => raw.sqlite3_column_int(owner._statement, column);

        /// <summary>A text's bytes, until the next row.</summary>
        public ReadOnlySpan<byte> GetUtf8(int column) => raw.sqlite3_column_blob(owner._statement, column);

        public string GetString(int column) => Encoding.UTF8.GetString(raw.sqlite3_column_blob(owner._statement, column));

        public void Dispose()
        {
            // The code of the last step, which was looked at.
            _ = raw.sqlite3_reset(owner._statement);
            _ = raw.sqlite3_clear_bindings(owner._statement);
        }
    }
}
