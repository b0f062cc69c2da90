using System.Text;
using Countersign.Storage;

namespace Countersign.Tests.Storage;

/// <summary>What every adapter of the port promises. Each has one subclass that says how it is opened.</summary>
public abstract class TablesContract : IAsyncLifetime
{
    private const string Table = "people";
    private readonly string _partition = "p_" + Guid.NewGuid().ToString("n");

    protected abstract Task<ITables> OpenAsync();

    protected abstract Task CloseAsync();

    private ITables Tables { get; set; } = null!; // set before every test

    public async Task InitializeAsync() => Tables = await OpenAsync();

    public Task DisposeAsync() => CloseAsync();

    [Fact]
    public async Task A_row_that_was_never_written_is_null() => Assert.Null(await Read("nothing"));

    [Fact]
    public async Task What_was_inserted_is_read_back_with_the_etag_the_write_returned()
    {
        var etag = await Insert("a", "one");
        var row = await Read("a");
        Assert.NotNull(row);
        Assert.Equal(("a", "one", etag), (row.Key, Text(row), row.ETag));
    }

    [Fact]
    public async Task Inserting_twice_is_a_conflict_and_changes_nothing()
    {
        await Insert("a", "one");
        Assert.Equal(new WriteResult.Conflict(0), await Write(new Change.Insert("a", Bytes("two"))));
        Assert.Equal("one", Text(await Read("a")));
    }

    [Fact]
    public async Task Replacing_with_the_current_etag_writes_and_gives_another()
    {
        var etag = await Insert("a", "one");
        var replaced = Assert.IsType<WriteResult.Written>(await Write(new Change.Replace("a", Bytes("two"), etag)));
        Assert.NotEqual(etag, replaced.ETags[0]);
        Assert.Equal(("two", replaced.ETags[0]), (Text(await Read("a")), (await Read("a"))!.ETag));
    }

    [Fact]
    public async Task Replacing_with_a_stale_etag_is_a_conflict()
    {
        var etag = await Insert("a", "one");
        await Write(new Change.Upsert("a", Bytes("two")));
        Assert.Equal(new WriteResult.Conflict(0), await Write(new Change.Replace("a", Bytes("three"), etag)));
        Assert.Equal("two", Text(await Read("a")));
    }

    [Fact]
    public async Task Replacing_what_is_gone_is_a_conflict()
    {
        var etag = await Insert("a", "one");
        await Write(new Change.Delete("a", etag));
        Assert.Equal(new WriteResult.Conflict(0), await Write(new Change.Replace("a", Bytes("two"), etag)));
        Assert.Null(await Read("a"));
    }

    [Fact]
    public async Task A_row_deleted_and_inserted_again_has_an_etag_nobody_held()
    {
        var etag = await Insert("a", "one");
        await Write(new Change.Delete("a", etag));
        Assert.NotEqual(etag, await Insert("a", "one"));
        Assert.Equal(new WriteResult.Conflict(0), await Write(new Change.Replace("a", Bytes("two"), etag)));
    }

    [Fact]
    public async Task Upserting_makes_the_row_and_writes_over_it()
    {
        await Write(new Change.Upsert("a", Bytes("one")));
        await Write(new Change.Upsert("a", Bytes("two")));
        Assert.Equal("two", Text(await Read("a")));
    }

    [Fact]
    public async Task Deleting_with_a_stale_etag_is_a_conflict_and_without_one_is_not()
    {
        var etag = await Insert("a", "one");
        await Write(new Change.Upsert("a", Bytes("two")));
        Assert.Equal(new WriteResult.Conflict(0), await Write(new Change.Delete("a", etag)));
        Assert.Equal([""], Assert.IsType<WriteResult.Written>(await Write(new Change.Delete("a", null))).ETags);
        Assert.Null(await Read("a"));
        Assert.Equal(new WriteResult.Conflict(0), await Write(new Change.Delete("a", null)));
    }

    [Fact]
    public async Task A_batch_is_written_whole_or_not_at_all_and_names_the_first_change_that_failed()
    {
        var etag = await Insert("b", "one");
        await Write(new Change.Upsert("b", Bytes("moved")));
        var result = await Write(
            new Change.Insert("a", Bytes("a")), new Change.Upsert("c", Bytes("c")), new Change.Replace("b", Bytes("two"), etag), new Change.Delete("none", null));
        Assert.Equal(new WriteResult.Conflict(2), result);
        Assert.Null(await Read("a"));
        Assert.Null(await Read("c"));
        Assert.Equal("moved", Text(await Read("b")));
    }

    [Fact]
    public async Task A_batch_returns_one_etag_for_each_change_in_order()
    {
        await Insert("gone", "x");
        var result = await Write(new Change.Insert("a", Bytes("a")), new Change.Delete("gone", null), new Change.Upsert("b", Bytes("b")));
        Assert.Equal([(await Read("a"))!.ETag, "", (await Read("b"))!.ETag], Assert.IsType<WriteResult.Written>(result).ETags);
    }

    [Fact]
    public async Task Of_writers_with_the_same_etag_one_wins()
    {
        var etag = await Insert("a", "0");
        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Write(new Change.Replace("a", Bytes($"{i}"), etag))));
        Assert.Single(results.OfType<WriteResult.Written>());
    }

    [Fact]
    public async Task Keys_have_every_character_of_the_alphabet_and_come_back_in_ordinal_order()
    {
        var keys = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".Select(c => $"k{c}k").ToList();
        await Write([.. keys.Select(key => new Change.Insert(key, Bytes(key)))]);
        Assert.Equal(keys.Order(StringComparer.Ordinal), (await All(KeyRange.Prefix("k"), 1000)).Select(row => row.Key));
    }

    [Fact]
    public async Task A_range_begins_with_its_first_key_and_ends_before_its_last()
    {
        await Write([.. "abcde".Select(c => new Change.Insert($"{c}", Bytes("x")))]);
        Assert.Equal(["b", "c"], (await All(new KeyRange("b", "d"), 1000)).Select(row => row.Key));
    }

    [Fact]
    public async Task A_range_holds_its_own_partition_and_table_alone()
    {
        await Insert("a", "mine");
        await Tables.WriteAsync(Table, _partition + "x", [new Change.Insert("a", Bytes("other"))], default);
        await Tables.WriteAsync("due", _partition, [new Change.Insert("a", Bytes("another"))], default);
        Assert.Equal(["mine"], (await All(KeyRange.Prefix("a"), 1000)).Select(Text));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task Pages_hold_no_more_than_asked_for_and_together_every_row_once(int size)
    {
        await Write([.. Enumerable.Range(0, 25).Select(i => new Change.Insert($"k{i:D3}", Bytes($"{i}")))]);
        Assert.Equal(Enumerable.Range(0, 25).Select(i => $"k{i:D3}"), (await All(KeyRange.Prefix("k"), size)).Select(row => row.Key));
    }

    [Fact]
    public async Task A_page_continues_after_its_last_row_was_deleted()
    {
        await Write([.. "abcd".Select(c => new Change.Insert($"k{c}", Bytes("x")))]);
        var first = await Tables.QueryAsync(Table, _partition, KeyRange.Prefix("k"), 2, null, default);
        await Write(new Change.Delete(first.Rows[^1].Key, null));
        var rest = new List<string>();
        for (var next = first.Continuation; next is not null;)
        {
            var page = await Tables.QueryAsync(Table, _partition, KeyRange.Prefix("k"), 2, next, default);
            rest.AddRange(page.Rows.Select(row => row.Key));
            next = page.Continuation;
        }

        Assert.Equal(["kc", "kd"], rest);
    }

    [Fact]
    public async Task A_value_of_512_KiB_is_kept_and_one_byte_more_is_refused()
    {
        var value = Bytes(Noise(TableLimits.Value));
        await Write(new Change.Insert("big", value));
        Assert.Equal(value, (await Read("big"))!.Value.ToArray());
        await Assert.ThrowsAsync<ArgumentException>(() => Write(new Change.Upsert("big", new byte[TableLimits.Value + 1])));
    }

    [Fact]
    public async Task A_batch_of_3_MiB_is_written_and_one_byte_more_is_refused()
    {
        var six = Enumerable.Range(0, 6).Select(i => (Change)new Change.Insert($"big{i}", Bytes(Noise(TableLimits.Value)))).ToList();
        Assert.IsType<WriteResult.Written>(await Tables.WriteAsync(Table, _partition, six, default));
        Assert.Equal(6, (await All(KeyRange.Prefix("big"), 1000)).Count);
        await Assert.ThrowsAsync<ArgumentException>(() => Tables.WriteAsync(Table, _partition, [.. six, new Change.Insert("more", Bytes("x"))], default));
    }

    [Fact]
    public async Task A_batch_of_100_rows_is_written_and_101_are_refused()
    {
        Change[] Rows(int count) => [.. Enumerable.Range(0, count).Select(i => new Change.Upsert($"k{i:D3}", Bytes("x")))];
        Assert.IsType<WriteResult.Written>(await Write(Rows(100)));
        await Assert.ThrowsAsync<ArgumentException>(() => Write(Rows(101)));
        await Assert.ThrowsAsync<ArgumentException>(() => Write());
    }

    [Fact]
    public async Task A_key_stands_in_a_batch_once() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Write(new Change.Insert("a", Bytes("x")), new Change.Delete("a", null)));

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("a#b")]
    [InlineData("a\u00e4")]
    [InlineData("a|b")]
    [InlineData("a%b")]
    public async Task A_key_with_another_character_is_refused(string key)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Write(new Change.Upsert(key, Bytes("x"))));
        await Assert.ThrowsAsync<ArgumentException>(() => Read(key));
        await Assert.ThrowsAsync<ArgumentException>(() => Tables.ReadAsync(Table, key, "a", default));
    }

    [Fact]
    public async Task A_key_has_at_most_256_characters()
    {
        await Insert(new string('k', 256), "x");
        Assert.NotNull(await Read(new string('k', 256)));
        await Assert.ThrowsAsync<ArgumentException>(() => Insert(new string('k', 257), "x"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public async Task A_page_has_1_to_1000_rows(int limit) =>
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Tables.QueryAsync(Table, _partition, KeyRange.Prefix("a"), limit, null, default));

    /// <summary>ASCII that hardly compresses.</summary>
    private static string Noise(int length)
    {
        var bytes = new byte[length * 3 / 4];
        Random.Shared.NextBytes(bytes);
        return Convert.ToBase64String(bytes)[..length];
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(Row? row) => Encoding.UTF8.GetString(row!.Value.Span);

    private Task<Row?> Read(string key) => Tables.ReadAsync(Table, _partition, key, default);

    private Task<WriteResult> Write(params Change[] changes) => Tables.WriteAsync(Table, _partition, changes, default);

    private async Task<string> Insert(string key, string value) =>
        Assert.IsType<WriteResult.Written>(await Write(new Change.Insert(key, Bytes(value)))).ETags[0];

    private async Task<List<Row>> All(KeyRange range, int size)
    {
        var rows = new List<Row>();
        string? continuation = null;
        do
        {
            var page = await Tables.QueryAsync(Table, _partition, range, size, continuation, default);
            Assert.True(page.Rows.Count <= size);
            rows.AddRange(page.Rows);
            continuation = page.Continuation;
        }
        while (continuation is not null);
        return rows;
    }
}
