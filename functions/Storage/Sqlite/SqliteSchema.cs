using Microsoft.Data.Sqlite;

namespace Countersign.Storage.Sqlite;

/// <summary>Opens connections to <c>app.db</c> with the settings durability rests on, and brings its schema up to date.</summary>
internal static class SqliteSchema
{
    /// <summary>SQLite's result when the disk has no space.</summary>
    public const int IsFull = 13;

    /// <summary>SQLite's result when somebody reads or writes at the same time.</summary>
    public const int IsBusy = 5;

    /// <summary>Each step brings the file from the version of its index to the next. A step that was released is never edited.</summary>
    private static readonly string[] Steps =
    [
        """
        CREATE TABLE rows (
            tbl TEXT NOT NULL, partition TEXT NOT NULL, key TEXT NOT NULL, etag INTEGER NOT NULL, value BLOB NOT NULL,
            PRIMARY KEY (tbl, partition, key))
        """,
    ];

    public static int Version => Steps.Length;

    /// <exception cref="InvalidOperationException">A setting did not take: the message names it.</exception>
    public static SqliteConnection Open(string path, bool writes)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = writes ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ToString());
        connection.Open();
        Execute(connection, "PRAGMA busy_timeout=5000");
        if (!writes) return connection;

        Set(connection, "journal_mode", "wal", "wal");
        Set(connection, "synchronous", "FULL", "2");
        Set(connection, "secure_delete", "ON", "1");
        Set(connection, "wal_autocheckpoint", "0", "0");
        if (OperatingSystem.IsMacOS())
        {
            Set(connection, "fullfsync", "ON", "1");
            Set(connection, "checkpoint_fullfsync", "ON", "1");
        }

        return connection;
    }

    /// <exception cref="InvalidOperationException">The file was written by a newer release.</exception>
    public static void Migrate(SqliteConnection connection)
    {
        var version = Convert.ToInt32(Scalar(connection, "PRAGMA user_version"), System.Globalization.CultureInfo.InvariantCulture);
        if (version > Version)
            throw new InvalidOperationException($"app.db has schema {version}, this release knows {Version}. Start the newer release, or use another folder.");

        for (; version < Version; version++)
        {
            using var transaction = connection.BeginTransaction();
            Execute(connection, Steps[version]);
            Execute(connection, $"PRAGMA user_version={version + 1}");
            transaction.Commit();
        }
    }

    public static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // every text is a constant of this folder
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }

    public static void Execute(SqliteConnection connection, string sql) => Scalar(connection, sql);

    private static void Set(SqliteConnection connection, string pragma, string value, string reads)
    {
        Execute(connection, $"PRAGMA {pragma}={value}");
        var found = Scalar(connection, $"PRAGMA {pragma}")?.ToString();
        if (found != reads) throw new InvalidOperationException($"SQLite did not take {pragma}={value}: it says {found}.");
    }
}
