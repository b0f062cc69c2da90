using System.Globalization;
using System.Text;
using System.Text.Json;
using Countersign.Runtime.Durable.Replay;
using Microsoft.Data.Sqlite;

namespace Countersign.Runtime.Durable.Storage;

/// <summary>One connection's reads. Each ends its snapshot before it returns; lists come in pages.</summary>
internal sealed class StoreReader(SqliteConnection connection) : IDisposable
{
    private const string Columns =
        "pk, id, name, version, generation, status, created, updated, turn, input, output, custom_status, failure, parent, tags, waits";

    private readonly Dictionary<string, Statement> _statements = [];

    public InstanceRow? Instance(long key) => One($"SELECT {Columns} FROM instances WHERE pk=?1", key);

    public InstanceRow? Instance(string id) => One($"SELECT {Columns} FROM instances WHERE id=?1", id);

    /// <summary>The events of the current execution, in order.</summary>
    public List<HistoryEvent> History(long instance)
    {
        List<HistoryEvent> events = [];
        using var rows = Query("SELECT events FROM history WHERE instance=?1 ORDER BY turn", instance);
        while (rows.Read())
            events.AddRange(HistoryJson.ReadTurn(rows.GetUtf8(0)));
        return events;
    }

    /// <summary>A page in the order of ids, after <paramref name="after"/>.</summary>
    public List<InstanceRow> Instances(InstanceFilter filter, string? after, int limit)
    {
        var sql = new StringBuilder($"SELECT {Columns} FROM instances WHERE id > ?1 AND created >= ?2 AND created <= ?3");
        var prefix = filter.Prefix ?? string.Empty;
        if (prefix.Length > 0)
            sql.Append(" AND substr(id, 1, length(?4))=?4");
        else
            sql.Append(" AND ?4=''");
        if (filter.Statuses is { } statuses)
            sql.Append(" AND status IN (").AppendJoin(',', statuses.Select(s => ((int)s).ToString(CultureInfo.InvariantCulture))).Append(')');
        sql.Append(" ORDER BY id LIMIT ?5");

        // Ids are compared by their bytes: a page begins at the prefix or after the last id, whichever is later.
        var from = after is null || string.CompareOrdinal(after, prefix) < 0 ? prefix : after;
        if (after is null && prefix.Length > 0)
            sql.Replace("id > ?1", "id >= ?1");
        List<InstanceRow> page = [];
        using var statement = new Statement(connection, sql.ToString());
        using var rows = statement.Read(from, filter.CreatedFrom?.Ticks ?? 0L, filter.CreatedTo?.Ticks ?? long.MaxValue, prefix, (long)limit);
        while (rows.Read())
            page.Add(ReadRow(rows));
        return page;
    }

    public long LastSeq()
        => (long)HistoryFile.Scalar(connection, "SELECT max(ifnull((SELECT max(seq) FROM inbox), 0), ifnull((SELECT max(seq) FROM work), 0))")!;

    public List<InboxMessage> Inbox(long? instance = null)
    {
        List<InboxMessage> all = [];
        using var rows = Query(
            "SELECT seq, instance, generation, events, deliveries FROM inbox WHERE ?1 IS NULL OR instance=?1 ORDER BY seq", instance);
        while (rows.Read())
        {
            all.Add(new InboxMessage(
                rows.GetInt64(0), rows.GetInt64(1), rows.IsDBNull(2) ? null : rows.GetInt32(2), HistoryJson.ReadTurn(rows.GetUtf8(3)))
            { Deliveries = rows.GetInt32(4), IsCounted = false });
        }

        return all;
    }

    public List<ActivityWork> Work(long? instance = null)
    {
        List<ActivityWork> all = [];
        using var rows = Query(
            "SELECT seq, instance, instance_id, generation, task_id, name, input, deliveries, trace FROM work WHERE ?1 IS NULL OR instance=?1 ORDER BY seq",
            instance);
        while (rows.Read())
        {
            all.Add(new ActivityWork(
                rows.GetInt64(0), rows.GetInt64(1), rows.GetString(2), rows.GetInt32(3), rows.GetInt32(4), rows.GetString(5), Text(rows, 6),
                Text(rows, 8))
            { Deliveries = rows.GetInt32(7), IsCounted = false });
        }

        return all;
    }

    public List<DueTimer> Due(long until, int limit)
    {
        List<DueTimer> all = [];
        using var rows = Query("SELECT due, instance, generation, task_id FROM timers WHERE due <= ?1 ORDER BY due LIMIT ?2", until, limit);
        while (rows.Read())
            all.Add(new DueTimer(rows.GetInt64(0), rows.GetInt64(1), rows.GetInt32(2), rows.GetInt32(3)));
        return all;
    }

    public long? NextDue()
    {
        using var rows = Query("SELECT min(due) FROM timers WHERE ?1 IS NULL", [null]);
        return rows.Read() && !rows.IsDBNull(0) ? rows.GetInt64(0) : null;
    }

    public List<SetAsideRow> SetAside(string? instanceId, int limit)
    {
        List<SetAsideRow> all = [];
        using var rows = Query(
            "SELECT at, instance_id, kind, name, task_id, deliveries, error FROM set_aside WHERE ?1 IS NULL OR instance_id=?1 ORDER BY seq DESC LIMIT ?2",
            instanceId,
            limit);
        while (rows.Read())
        {
            all.Add(new SetAsideRow(
                Time(rows, 0), rows.GetString(1), rows.GetString(2), rows.GetString(3), rows.IsDBNull(4) ? null : rows.GetInt32(4), rows.GetInt32(5),
                rows.GetString(6)));
        }

        return all;
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
        connection.Dispose();
    }

    private InstanceRow? One(string sql, object key)
    {
        using var rows = Query(sql, key);
        return rows.Read() ? ReadRow(rows) : null;
    }

    private Statement.Rows Query(string sql, params ReadOnlySpan<object?> values)
    {
        if (!_statements.TryGetValue(sql, out var statement))
            _statements[sql] = statement = new Statement(connection, sql);
        return statement.Read(values);
    }

    private static InstanceRow ReadRow(Statement.Rows row) => new()
    {
        Key = row.GetInt64(0),
        Id = row.GetString(1),
        Name = row.GetString(2),
        Version = row.GetString(3),
        Generation = row.GetInt32(4),
        Status = (InstanceStatus)row.GetInt32(5),
        Created = Time(row, 6),
        Updated = Time(row, 7),
        Turn = row.GetInt32(8),
        Input = Text(row, 9),
        Output = Text(row, 10),
        CustomStatus = Text(row, 11),
        Failure = Text(row, 12) is { } failure ? JsonSerializer.Deserialize(failure, HistoryJson.Default.Failure) : null,
        Parent = Text(row, 13) is { } parent ? JsonSerializer.Deserialize(parent, HistoryJson.Default.ParentLink) : null,
        Tags = Text(row, 14) is { } tags ? JsonSerializer.Deserialize(tags, HistoryJson.Default.DictionaryStringString) : null,
        Waits = row.GetString(15),
    };

    private static string? Text(Statement.Rows row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static DateTime Time(Statement.Rows row, int column) => new(row.GetInt64(column), DateTimeKind.Utc);
}

/// <summary>Which instances to read; times inclusive.</summary>
internal sealed record InstanceFilter(
    string? Prefix = null, DateTime? CreatedFrom = null, DateTime? CreatedTo = null, IReadOnlyList<InstanceStatus>? Statuses = null);
