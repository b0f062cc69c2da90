using Microsoft.Data.Sqlite;

namespace Countersign.Tests.EndToEnd.Live;

/// <summary>Somebody with a hand in the app's database file, beside the running app.</summary>
public sealed class Store(string path)
{
    /// <summary>Replaces text in the value of the rows whose key begins so; the rows' tags stay.</summary>
    /// <returns>How many rows were changed.</returns>
    public int Replace(string keyPrefix, string text, string with, string? partition = null) => Run(
        """
        UPDATE rows SET value = CAST(replace(CAST(value AS TEXT), $text, $with) AS BLOB)
        WHERE substr(key, 1, length($prefix)) = $prefix AND instr(CAST(value AS TEXT), $text) > 0 AND ($partition IS NULL OR partition = $partition)
        """,
        ("$prefix", keyPrefix), ("$text", text), ("$with", with), ("$partition", (object?)partition ?? DBNull.Value));

    public int Delete(string key, string partition) => Run("DELETE FROM rows WHERE key = $key AND partition = $partition", ("$key", key), ("$partition", partition));

    /// <summary>Exchanges the values of two rows.</summary>
    public int Swap(string one, string other, string partition)
    {
        var (first, second) = (Read(one, partition)!, Read(other, partition)!);
        return Write(one, partition, second) + Write(other, partition, first);
    }

    /// <summary>The value of the first row whose key begins so, as text.</summary>
    public string? Read(string keyPrefix, string? partition = null)
    {
        using var connection = Open();
        using var command = Command(
            connection, "SELECT CAST(value AS TEXT) FROM rows WHERE substr(key, 1, length($prefix)) = $prefix AND ($partition IS NULL OR partition = $partition) LIMIT 1",
            ("$prefix", keyPrefix), ("$partition", (object?)partition ?? DBNull.Value));
        return command.ExecuteScalar() as string;
    }

    public IReadOnlyList<string> Keys(string partition)
    {
        using var connection = Open();
        using var command = Command(connection, "SELECT key FROM rows WHERE partition = $partition ORDER BY key", ("$partition", partition));
        using var reader = command.ExecuteReader();
        var keys = new List<string>();
        while (reader.Read()) keys.Add(reader.GetString(0));
        return keys;
    }

    /// <summary>Puts another value into a row; its tag stays.</summary>
    public int Write(string key, string partition, string value) => Run(
        "UPDATE rows SET value = CAST($value AS BLOB) WHERE key = $key AND partition = $partition", ("$key", key), ("$partition", partition), ("$value", value));

    /// <summary>From now on the database refuses entries of the trail that hold this text, as a broken page would.</summary>
    public void RefuseEntries(string text) => Run(
        $"CREATE TRIGGER refuse BEFORE INSERT ON rows WHEN NEW.key LIKE 'audit~%' AND instr(CAST(NEW.value AS TEXT), '{text}') > 0 BEGIN SELECT RAISE(ABORT, 'refused'); END");

    public void RefuseNoMore() => Run("DROP TRIGGER refuse");

    /// <summary>From now on the database cannot sync what has an entry of the trail with this text: a constraint that is looked at by the commit alone.</summary>
    public void FailTheCommitOf(string text) => Run(
        "CREATE TABLE nobody (id INTEGER PRIMARY KEY); CREATE TABLE broken (id INTEGER REFERENCES nobody (id) DEFERRABLE INITIALLY DEFERRED); "
        + $"CREATE TRIGGER fail BEFORE INSERT ON rows WHEN NEW.key LIKE 'audit~%' AND instr(CAST(NEW.value AS TEXT), '{text}') > 0 BEGIN INSERT INTO broken VALUES (1); END");

    public void FailNoMore() => Run("DROP TRIGGER fail; DROP TABLE broken; DROP TABLE nobody");

    /// <summary>How many rows of each kind there are outside of a partition; not what somebody has to look at, which comes and goes by itself.</summary>
    public IReadOnlyDictionary<string, long> RowsOutside(string partition)
    {
        using var connection = Open();
        using var command = Command(connection, "SELECT tbl || ' ' || substr(key, 1, instr(key || '~', '~') - 1) AS kind, count(*) FROM rows WHERE partition <> $partition AND tbl <> 'due' GROUP BY kind ORDER BY kind", ("$partition", partition));
        using var reader = command.ExecuteReader();
        var rows = new Dictionary<string, long>();
        while (reader.Read()) rows[reader.GetString(0)] = reader.GetInt64(1);
        return rows;
    }

    /// <summary>Holds the database's one writing lock until it is disposed of.</summary>
    public IDisposable Hold()
    {
        var connection = Open();
        Command(connection, "BEGIN IMMEDIATE").ExecuteNonQuery();
        return connection;
    }

    private int Run(string sql, params (string Name, object Value)[] values)
    {
        using var connection = Open();
        using var command = Command(connection, sql, values);
        return command.ExecuteNonQuery();
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
        connection.Open();
        Command(connection, "PRAGMA busy_timeout=20000").ExecuteNonQuery();
        return connection;
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, params (string Name, object Value)[] values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values) command.Parameters.AddWithValue(name, value);
        return command;
    }
}
