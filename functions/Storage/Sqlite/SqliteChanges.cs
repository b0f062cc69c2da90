using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Countersign.Storage.Sqlite;

/// <summary>Applies a batch inside the open transaction, in a savepoint of its own. Used by the writer's thread alone.</summary>
internal sealed class SqliteChanges(SqliteConnection connection) : IDisposable
{
    private readonly SqliteStatement _savepoint = new(connection, "SAVEPOINT batch");
    private readonly SqliteStatement _release = new(connection, "RELEASE batch");
    private readonly SqliteStatement _undo = new(connection, "ROLLBACK TO batch");
    private readonly SqliteStatement _insert = new(connection, "INSERT INTO rows VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING");
    private readonly SqliteStatement _replace = new(connection, "UPDATE rows SET etag=?4, value=?5 WHERE tbl=?1 AND partition=?2 AND key=?3 AND etag=?6");
    private readonly SqliteStatement _upsert = new(
        connection, "INSERT INTO rows VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE SET etag=excluded.etag, value=excluded.value");
    private readonly SqliteStatement _delete = new(connection, "DELETE FROM rows WHERE tbl=?1 AND partition=?2 AND key=?3 AND (?4 IS NULL OR etag=?4)");

    public WriteResult Apply(string table, string partition, IReadOnlyList<Change> changes)
    {
        _savepoint.Run();
        var etags = new string[changes.Count];
        for (var i = 0; i < changes.Count; i++)
        {
            var etag = SqliteETag.New();
            if (!Apply(table, partition, changes[i], etag))
            {
                _undo.Run();
                _release.Run();
                return new WriteResult.Conflict(i);
            }

            etags[i] = changes[i] is Change.Delete ? "" : SqliteETag.ToText(etag);
        }

        _release.Run();
        return new WriteResult.Written(etags);
    }

    public void Dispose()
    {
        foreach (var statement in (ReadOnlySpan<SqliteStatement>)[_savepoint, _release, _undo, _insert, _replace, _upsert, _delete]) statement.Dispose();
    }

    private bool Apply(string table, string partition, Change change, long etag)
    {
        var statement = change switch
        {
            Change.Insert => _insert,
            Change.Replace => _replace,
            Change.Upsert => _upsert,
            Change.Delete => _delete,
            _ => throw new UnreachableException(),
        };
        statement.Bind(1, table);
        statement.Bind(2, partition);
        statement.Bind(3, change.Key);
        if (change is Change.Delete { ETag: var condition })
        {
            statement.Bind(4, condition is null ? null : SqliteETag.FromText(condition));
        }
        else
        {
            statement.Bind(4, etag);
            statement.Bind(5, change.Content.Span);
        }

        if (change is Change.Replace { ETag: var old }) statement.Bind(6, SqliteETag.FromText(old));
        return statement.Run() == 1;
    }
}
