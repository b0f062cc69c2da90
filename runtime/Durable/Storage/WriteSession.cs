using System.Globalization;
using System.Text.Json;
using Countersign.Runtime.Durable.Replay;
using Microsoft.Data.Sqlite;

namespace Countersign.Runtime.Durable.Storage;

/// <summary>The writer's statements, prepared once.</summary>
internal sealed class WriteSession : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly List<Statement> _all = [];
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _findInstance;
    private readonly Statement _findKey;
    private readonly Statement _insertInstance;
    private readonly Statement _deleteInstance;
    private readonly Statement _deleteHistory;
    private readonly Statement _insertHistory;
    private readonly Statement _progress;
    private readonly Statement _end;
    private readonly Statement _startOver;
    private readonly Statement _startMaterial;
    private readonly Statement _insertInbox;
    private readonly Statement _deleteInbox;
    private readonly Statement _countInbox;
    private readonly Statement _insertWork;
    private readonly Statement _deleteWork;
    private readonly Statement _countWork;
    private readonly Statement _insertTimer;
    private readonly Statement _deleteTimer;
    private readonly Statement _setAside;
    private readonly Statement _forget;

    public WriteSession(SqliteConnection connection)
    {
        _connection = connection;
        _begin = Prepare("BEGIN IMMEDIATE");
        _commit = Prepare("COMMIT");
        _findInstance = Prepare("SELECT pk, status, generation FROM instances WHERE id=?1");
        _findKey = Prepare("SELECT pk, status, generation FROM instances WHERE pk=?1");
        _insertInstance = Prepare(
            "INSERT INTO instances (id, name, version, generation, status, created, updated, turn, input, parent, tags, waits) "
            + "VALUES (?1, ?2, ?3, 0, 6, ?4, ?4, 0, ?5, ?6, ?7, '') RETURNING pk");
        _deleteInstance = Prepare("DELETE FROM instances WHERE pk=?1");
        _deleteHistory = Prepare("DELETE FROM history WHERE instance=?1");
        _insertHistory = Prepare("INSERT INTO history (instance, turn, events) VALUES (?1, ?2, ?3)");
        _progress = Prepare("UPDATE instances SET status=?2, updated=?3, turn=?4, custom_status=?5, waits=?6 WHERE pk=?1");
        _end = Prepare("UPDATE instances SET status=?2, updated=?3, turn=?4, custom_status=?5, waits='', output=?6, failure=?7 WHERE pk=?1");
        _startOver = Prepare(
            "UPDATE instances SET status=0, created=?2, updated=?2, turn=?3, generation=?4, version=?5, input=?6, custom_status=NULL, waits='' WHERE pk=?1");
        _startMaterial = Prepare("SELECT name, version, input FROM instances WHERE pk=?1");
        _insertInbox = Prepare("INSERT INTO inbox (seq, instance, generation, events, deliveries) VALUES (?1, ?2, ?3, ?4, 1)");
        _deleteInbox = Prepare("DELETE FROM inbox WHERE seq=?1");
        _countInbox = Prepare("UPDATE inbox SET deliveries=deliveries+1 WHERE seq=?1");
        _insertWork = Prepare(
            "INSERT INTO work (seq, instance, instance_id, generation, task_id, name, input, trace, deliveries) "
            + "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 1)");
        _deleteWork = Prepare("DELETE FROM work WHERE seq=?1");
        _countWork = Prepare("UPDATE work SET deliveries=deliveries+?2 WHERE seq=?1");
        _insertTimer = Prepare("INSERT OR IGNORE INTO timers (due, instance, generation, task_id) VALUES (?1, ?2, ?3, ?4)");
        _deleteTimer = Prepare("DELETE FROM timers WHERE due=?1 AND instance=?2 AND generation=?3 AND task_id=?4");
        _setAside = Prepare(
            "INSERT INTO set_aside (at, instance_id, kind, name, task_id, deliveries, error) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
        _forget = Prepare("DELETE FROM set_aside WHERE instance_id=?1");
    }

    public void Begin() => _begin.Execute();

    public void Commit() => _commit.Execute();

    /// <summary>After a failed write SQLite may have rolled back by itself.</summary>
    public void Rollback()
    {
        if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0)
            HistoryFile.Execute(_connection, "ROLLBACK;");
    }

    /// <summary>Gives up to so many free pages back to the file's end.</summary>
    /// <returns>Whether there are more.</returns>
    public bool Shrink(int pages)
    {
        using (var command = _connection.CreateCommand())
        {
            command.CommandText = string.Create(CultureInfo.InvariantCulture, $"PRAGMA incremental_vacuum({pages});");
            using var freed = command.ExecuteReader();
            while (freed.Read())
            {
                // A row a page.
            }
        }

        return (long)HistoryFile.Scalar(_connection, "PRAGMA freelist_count;")! > 0;
    }

    public void TruncateWal() => HistoryFile.Execute(_connection, "PRAGMA wal_checkpoint(TRUNCATE);");

    public InstanceKey? Find(string id) => ReadKey(_findInstance.Read(id));

    public InstanceKey? Find(long instance) => ReadKey(_findKey.Read(instance));

    public long InsertInstance(string id, HistoryEvent.ExecutionStarted start, IReadOnlyDictionary<string, string>? tags, DateTime now)
        => _insertInstance.ExecuteLong(
            id,
            start.Name,
            start.Version,
            now.Ticks,
            start.Input,
            start.Parent is { } parent ? JsonSerializer.Serialize(parent, HistoryJson.Default.ParentLink) : null,
            tags is { Count: > 0 }
                ? JsonSerializer.Serialize(new Dictionary<string, string>(tags), HistoryJson.Default.DictionaryStringString)
                : null);

    public void DeleteInstance(long instance)
    {
        _deleteHistory.Execute(instance);
        _deleteInstance.Execute(instance);
    }

    public void InsertHistory(long instance, int turn, List<HistoryEvent> events) => _insertHistory.Execute(instance, turn, HistoryJson.WriteTurn(events));

    public void DeleteHistory(long instance) => _deleteHistory.Execute(instance);

    public void Progress(long instance, InstanceStatus status, DateTime now, int turn, string? customStatus, string waits)
        => _progress.Execute(instance, (long)status, now.Ticks, turn, customStatus, waits);

    public void End(long instance, HistoryEvent.Ended end, DateTime now, int turn, string? customStatus) => _end.Execute(
        instance,
        (long)end.Status,
        now.Ticks,
        turn,
        customStatus,
        end.Output,
        end.Failure is { } failure ? JsonSerializer.Serialize(failure, HistoryJson.Default.Failure) : null);

    public void StartOver(long instance, DateTime now, int turn, int generation, HistoryEvent.ExecutionStarted next)
    {
        _deleteHistory.Execute(instance);
        _startOver.Execute(instance, now.Ticks, turn, generation, next.Version, next.Input);
    }

    /// <summary>The start event of an instance that was to start later.</summary>
    public HistoryEvent.ExecutionStarted? StartOf(long instance)
    {
        using var row = _startMaterial.Read(instance);
        return row.Read() ? new(row.GetString(0), row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2), null) : null;
    }

    public void Insert(InboxMessage message)
        => _insertInbox.Execute(message.Seq, message.Instance, message.Generation, HistoryJson.WriteTurn(message.Events));

    public void DeleteInbox(long seq) => _deleteInbox.Execute(seq);

    public void CountInbox(long seq) => _countInbox.Execute(seq);

    public void Insert(ActivityWork work)
        => _insertWork.Execute(work.Seq, work.Instance, work.InstanceId, work.Generation, work.TaskId, work.Name, work.Input, work.Trace);

    /// <returns>False when it was gone already.</returns>
    public bool DeleteWork(long seq) => _deleteWork.Execute(seq) > 0;

    public void CountWork(long seq, int by) => _countWork.Execute(seq, by);

    public void Insert(DueTimer timer) => _insertTimer.Execute(timer.Due, timer.Instance, timer.Generation, timer.TaskId);

    /// <returns>False when it was gone already.</returns>
    public bool Delete(DueTimer timer) => _deleteTimer.Execute(timer.Due, timer.Instance, timer.Generation, timer.TaskId) > 0;

    public void SetAside(SetAsideRow row)
        => _setAside.Execute(row.At.Ticks, row.InstanceId, row.Kind, row.Name, row.TaskId, row.Deliveries, row.Error);

    /// <summary>Deletes what was set aside for an instance that is purged.</summary>
    public void Forget(string instanceId) => _forget.Execute(instanceId);

    public void Dispose()
    {
        foreach (var statement in _all)
            statement.Dispose();
        _connection.Dispose();
    }

    private static InstanceKey? ReadKey(Statement.Rows reader)
    {
        using (reader)
            return reader.Read() ? new InstanceKey(reader.GetInt64(0), (InstanceStatus)reader.GetInt32(1), reader.GetInt32(2)) : null;
    }

    private Statement Prepare(string sql)
    {
        var statement = new Statement(_connection, sql);
        _all.Add(statement);
        return statement;
    }
}
