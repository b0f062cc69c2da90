using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Countersign.Storage;
using Countersign.Storage.Sqlite;

namespace Countersign.Tests.Unit.Storage;

public sealed class DueListsTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
    private static readonly JsonTypeInfo<string> Text = (JsonTypeInfo<string>)JsonSerializerOptions.Default.GetTypeInfo(typeof(string));

    private readonly TemporaryFolder _folder = new();
    private readonly SqliteTables _tables;
    private readonly DueLists _due;

    public DueListsTests()
    {
        _tables = new SqliteTables(_folder.Path);
        _due = new DueLists(_tables);
    }

    public void Dispose()
    {
        _tables.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Rows_that_somebody_altered_are_taken_away_and_keep_no_other_waiting()
    {
        for (var n = 0; n < 50; n++) await PutAsync($"{n:D15}~torn", "{"u8.ToArray());
        await PutAsync("1~short", "\"x\""u8.ToArray());
        await PutAsync("000000000000099~binary", [0xff, 0xfe]);
        await PutAsync("000000000000100~null", "null"u8.ToArray());
        await PutAsync("00000000000010x~number", "\"x\""u8.ToArray());
        await _due.AddAsync("list", Now, "real", "somebody", Text, default);

        var due = await _due.ReadDueAsync("list", Now, 10, Text, default);

        Assert.Equal([("real", "somebody")], due.Select(item => (item.Id, item.Reference)));
        Assert.Equal("somebody", Assert.Single(await _due.ReadFirstAsync("list", 1, Text, default)).Reference);
    }

    [Fact]
    public async Task One_sweep_sees_all_that_is_due_each_once_whatever_it_does_with_it()
    {
        const int many = TableLimits.Page * 2 + 3;
        for (var from = 0; from < many; from += 90)
        {
            await _tables.WriteAsync("due", "list", [.. Enumerable.Range(from, Math.Min(90, many - from)).Select(n => new Change.Upsert(
                DueLists.KeyOf(Now.AddMilliseconds(n - many), $"{n}"), System.Text.Encoding.UTF8.GetBytes($"\"{n}\"")))], default);
        }

        await _due.AddAsync("list", Now.AddMilliseconds(1), "later", "later", Text, default);
        var seen = new List<string>();
        await foreach (var item in _due.AllDueAsync("list", Now, Text, default))
        {
            seen.Add(item.Reference);
            if (seen.Count % 3 == 0) await _due.RemoveAsync("list", item.Key, default);
            else if (seen.Count % 3 == 1) await _due.MoveAsync("list", item.Key, Now.AddMinutes(1), item.Id, item.Reference, Text, default);
        }

        Assert.Equal(Enumerable.Range(0, many).Select(n => $"{n}"), seen);
    }

    private Task<WriteResult> PutAsync(string key, byte[] value) => _tables.WriteAsync("due", "list", [new Change.Upsert(key, value)], default);
}
