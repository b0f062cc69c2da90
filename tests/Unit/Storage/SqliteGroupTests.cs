using System.Text;
using Countersign.Storage;
using Countersign.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Countersign.Tests.Unit.Storage;

/// <summary>Batches of many persons share one sync: what is wrong with one of them is not the others'.</summary>
public sealed class SqliteGroupTests : IDisposable
{
    private const int People = 40;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Of_a_group_all_but_those_in_conflict_are_written_once()
    {
        using var held = new HeldTables(_folder.Path);
        Assert.IsType<WriteResult.Written>(await held.Tables.WriteAsync("people", "p7", [Insert("row")], default).WithinDeadlineAsync());

        var results = await held.TogetherAsync(i => i switch
        {
            8 => [Insert("row"), Replace("gone", "00")],
            9 => [Insert("row"), new Change.Delete("gone", null)],
            10 => [Insert("row"), Replace("row2", "x")],
            _ => [Insert("row"), Insert("other")],
        });

        Assert.Equal([0, 1, 1, 1], results.Skip(7).Take(4).Select(result => Assert.IsType<WriteResult.Conflict>(result.Result).Index));
        await OnceAsync(held, results, except: [7, 8, 9, 10]);
        Assert.Null(await held.Tables.ReadAsync("people", "p7", "other", default));
        Assert.Equal(1, held.Groups);
    }

    [Theory]
    [InlineData("ABORT")]
    [InlineData("ROLLBACK")]
    [InlineData("FAIL")]
    public async Task A_batch_that_the_file_refuses_fails_by_itself_and_the_others_are_written_once(string how)
    {
        using var held = new HeldTables(_folder.Path);
        held.Execute($"CREATE TRIGGER refuse BEFORE INSERT ON rows WHEN NEW.partition IN ('p3', 'p31') AND NEW.key = 'other' BEGIN SELECT RAISE({how}, 'refused'); END");

        var results = await held.TogetherAsync(_ => [Insert("row"), Insert("other")]);

        foreach (var guilty in new[] { 3, 31 })
        {
            Assert.IsType<StorageUnavailableException>(results[guilty].Failure);
            Assert.Null(await held.Tables.ReadAsync("people", $"p{guilty}", "row", default));
        }

        await OnceAsync(held, results, except: [3, 31]);
        held.Execute("DROP TRIGGER refuse");
        Assert.IsType<WriteResult.Written>(await held.Tables.WriteAsync("people", "p3", [Insert("row")], default).WithinDeadlineAsync());
    }

    [Fact]
    public async Task A_batch_that_is_too_large_is_refused_before_it_meets_the_others()
    {
        using var held = new HeldTables(_folder.Path);
        var large = new byte[TableLimits.Value];

        var results = await held.TogetherAsync(i => i == 5 ? [.. Enumerable.Range(0, 7).Select(n => new Change.Insert($"large{n}", large))] : [Insert("row"), Insert("other")]);

        Assert.IsType<ArgumentException>(results[5].Failure);
        await OnceAsync(held, results, except: [5]);
    }

    [Fact]
    public async Task What_the_disk_has_no_space_for_is_refused_alone()
    {
        using var held = new HeldTables(_folder.Path);
        var pages = held.Execute("PRAGMA page_count");
        held.Limit(pages + 40);
        var large = new byte[400 * 1024];

        var results = await held.TogetherAsync(i => i == 5 ? [new Change.Insert("row", large), Insert("other")] : [Insert("row"), Insert("other")]);

        Assert.IsType<StorageUnavailableException>(results[5].Failure);
        await OnceAsync(held, results, except: [5]);
    }

    private static async Task OnceAsync(HeldTables held, IReadOnlyList<(WriteResult? Result, Exception? Failure)> results, IReadOnlyList<int> except)
    {
        for (var i = 0; i < People; i++)
        {
            if (except.Contains(i)) continue;
            var written = Assert.IsType<WriteResult.Written>(results[i].Result);
            Assert.Equal(written.ETags[0], (await held.Tables.ReadAsync("people", $"p{i}", "row", default))?.ETag);
            Assert.Equal(written.ETags[1], (await held.Tables.ReadAsync("people", $"p{i}", "other", default))?.ETag);
        }
    }

    private static Change.Insert Insert(string key) => new(key, Encoding.UTF8.GetBytes($"\"{key}\""));

    private static Change.Replace Replace(string key, string etag) => new(key, "\"new\""u8.ToArray(), etag);

    /// <summary>A store whose first sync waits until a group has queued behind it.</summary>
    private sealed class HeldTables : IDisposable
    {
        private readonly SemaphoreSlim _syncing = new(0);
        private readonly SemaphoreSlim _proceed = new(0);
        private readonly string _path;
        private SqliteConnection? _writer;
        private bool _hold;

        public HeldTables(string folder)
        {
            _path = Path.Combine(folder, "app.db");
            Tables = new SqliteTables(folder, 8 << 20, Assert.Fail, connection =>
            {
                _writer = connection;
                if (_hold)
                {
                    _hold = false;
                    _syncing.Release();
                    Assert.True(_proceed.Wait(TimeSpan.FromSeconds(30)));
                }
                else
                {
                    Groups++;
                }

                SqliteSchema.Execute(connection, "COMMIT");
            });
        }

        public SqliteTables Tables { get; }

        public int Groups { get; private set; }

        public long Execute(string sql)
        {
            using var connection = SqliteSchema.Open(_path, writes: true);
            return SqliteSchema.Scalar(connection, sql) is long number ? number : 0;
        }

        /// <summary>No more pages than these, as on a full disk.</summary>
        public void Limit(long pages)
        {
            Tables.WriteAsync("people", "first", [new Change.Upsert("row", "1"u8.ToArray())], default).GetAwaiter().GetResult();
            SqliteSchema.Execute(_writer!, $"PRAGMA max_page_count={pages}"); // it has written, and writes nothing now
        }

        /// <summary>One batch of each person, all in one group.</summary>
        public async Task<IReadOnlyList<(WriteResult? Result, Exception? Failure)>> TogetherAsync(Func<int, IReadOnlyList<Change>> batch)
        {
            _hold = true;
            var first = Tables.WriteAsync("people", "nobody", [new Change.Upsert("row", "1"u8.ToArray())], default);
            Assert.True(await _syncing.WaitAsync(TimeSpan.FromSeconds(30)));
            Groups = 0;
            var queued = Enumerable.Range(0, People).Select(i => AnswerAsync(i, batch(i))).ToList();
            _proceed.Release();
            await first.WithinDeadlineAsync();
            return await Task.WhenAll(queued).WithinDeadlineAsync();
        }

        public void Dispose()
        {
            Tables.Dispose();
            _syncing.Dispose();
            _proceed.Dispose();
        }

        private async Task<(WriteResult? Result, Exception? Failure)> AnswerAsync(int person, IReadOnlyList<Change> batch)
        {
            try
            {
                return (await Tables.WriteAsync("people", $"p{person}", batch, default), null);
            }
            catch (Exception e) when (e is StorageUnavailableException or ArgumentException)
            {
                return (null, e);
            }
        }
    }
}
