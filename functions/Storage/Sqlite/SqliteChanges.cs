using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Countersign.Storage.Sqlite;

/// <summary>Applies a batch inside the open transaction, in a savepoint of its own. Used by the writer's thread alone.</summary>
internal sealed class SqliteChanges : IDisposable
{
    private readonly SqliteCommand _savepoint;
    private readonly SqliteCommand _release;
    private readonly SqliteCommand _undo;
    private readonly SqliteCommand _insert;
    private readonly SqliteCommand _replace;
    private readonly SqliteCommand _upsert;
    private readonly SqliteCommand _delete;

    public SqliteChanges(SqliteConnection connection)
    {
        _savepoint = Statement(connection, "SAVEPOINT batch");
        _release = Statement(connection, "RELEASE batch");
        _undo = Statement(connection, "ROLLBACK TO batch");
        _insert = Statement(connection, "INSERT INTO rows VALUES ($tbl, $partition, $key, $new, $value) ON CONFLICT DO NOTHING", "$new", "$value");
        _replace = Statement(
            connection,
            "UPDATE rows SET etag=$new, value=$value WHERE tbl=$tbl AND partition=$partition AND key=$key AND etag=$old",
            "$new", "$value", "$old");
        _upsert = Statement(
            connection,
            "INSERT INTO rows VALUES ($tbl, $partition, $key, $new, $value) ON CONFLICT DO UPDATE SET etag=excluded.etag, value=excluded.value",
            "$new", "$value");
        _delete = Statement(
            connection,
            "DELETE FROM rows WHERE tbl=$tbl AND partition=$partition AND key=$key AND ($old IS NULL OR etag=$old)",
            "$old");
    }

    public WriteResult Apply(string table, string partition, IReadOnlyList<Change> changes)
    {
        _savepoint.ExecuteNonQuery();
        var etags = new string[changes.Count];
        for (var i = 0; i < changes.Count; i++)
        {
            var etag = SqliteETag.New();
            if (!Apply(table, partition, changes[i], etag))
            {
                _undo.ExecuteNonQuery();
                _release.ExecuteNonQuery();
                return new WriteResult.Conflict(i);
            }

            etags[i] = changes[i] is Change.Delete ? "" : SqliteETag.ToText(etag);
        }

        _release.ExecuteNonQuery();
        return new WriteResult.Written(etags);
    }

    public void Dispose()
    {
        foreach (var command in (ReadOnlySpan<SqliteCommand>)[_savepoint, _release, _undo, _insert, _replace, _upsert, _delete]) command.Dispose();
    }

    private bool Apply(string table, string partition, Change change, long etag) => change switch
    {
        Change.Insert c => Changed(_insert, table, partition, c.Key, etag, c.Value.ToArray()),
        Change.Replace c => Changed(_replace, table, partition, c.Key, etag, c.Value.ToArray(), SqliteETag.FromText(c.ETag)),
        Change.Upsert c => Changed(_upsert, table, partition, c.Key, etag, c.Value.ToArray()),
        Change.Delete c => Changed(_delete, table, partition, c.Key, c.ETag is null ? DBNull.Value : SqliteETag.FromText(c.ETag)),
        _ => throw new UnreachableException(),
    };

    private static bool Changed(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i];
        var changed = command.ExecuteNonQuery() == 1;
        // A command keeps its parameters: half a mebibyte of the last value need not stay.
        if (values.Length > 4) command.Parameters[4].Value = Array.Empty<byte>();
        return changed;
    }

    private static SqliteCommand Statement(SqliteConnection connection, string sql, params ReadOnlySpan<string> more)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // every text is a constant above
        command.CommandText = sql;
#pragma warning restore CA2100
        if (more.Length == 0) return command;
        foreach (var name in (ReadOnlySpan<string>)["$tbl", "$partition", "$key", .. more])
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        return command;
    }
}
