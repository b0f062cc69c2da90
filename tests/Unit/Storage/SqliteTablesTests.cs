using System.Text;
using Countersign.Storage;
using Countersign.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Countersign.Tests.Unit.Storage;

public sealed class SqliteTablesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_written_is_there_after_opening_again()
    {
        using (var first = new SqliteTables(_folder.Path)) await Write(first, "a", "kept");
        using var second = new SqliteTables(_folder.Path);
        Assert.Equal("kept", Encoding.UTF8.GetString((await second.ReadAsync("people", "p", "a", default))!.Value.Span));
    }

    [Fact]
    public void A_second_owner_of_the_folder_is_refused_until_the_first_has_closed()
    {
        using (new SqliteTables(_folder.Path))
            Assert.Contains("Another process", Assert.Throws<InvalidOperationException>(() => new SqliteTables(_folder.Path)).Message, StringComparison.Ordinal);
        new SqliteTables(_folder.Path).Dispose();
    }

    [Fact]
    public void The_settings_durability_rests_on_were_taken()
    {
        using var connection = SqliteSchema.Open(Path.Combine(_folder.Path, "app.db"), writes: true);
        Assert.Equal("wal", SqliteSchema.Scalar(connection, "PRAGMA journal_mode"));
        Assert.Equal(2L, SqliteSchema.Scalar(connection, "PRAGMA synchronous"));
        Assert.Equal(1L, SqliteSchema.Scalar(connection, "PRAGMA secure_delete"));
        Assert.Equal(0L, SqliteSchema.Scalar(connection, "PRAGMA wal_autocheckpoint"));
        if (OperatingSystem.IsMacOS()) Assert.Equal(1L, SqliteSchema.Scalar(connection, "PRAGMA fullfsync"));
    }

    [Fact]
    public void A_file_of_a_newer_release_is_refused_and_an_older_one_is_brought_up_to_date()
    {
        var path = Path.Combine(_folder.Path, "app.db");
        Raw(path, "PRAGMA user_version=0");
        new SqliteTables(_folder.Path).Dispose();
        Assert.Equal((long)SqliteSchema.Version, Raw(path, "PRAGMA user_version"));
        Raw(path, $"PRAGMA user_version={SqliteSchema.Version + 1}");
        Assert.Contains("newer", Assert.Throws<InvalidOperationException>(() => new SqliteTables(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Batches_that_queued_while_a_sync_ran_share_the_next_one_and_a_conflict_among_them_is_its_own()
    {
        var syncs = 0;
        using var syncing = new SemaphoreSlim(0);
        using var proceed = new SemaphoreSlim(0);
        using var tables = new SqliteTables(_folder.Path, 1 << 20, Assert.Fail, connection =>
        {
            Interlocked.Increment(ref syncs);
            syncing.Release();
            Assert.True(proceed.Wait(TimeSpan.FromSeconds(10)));
            SqliteSchema.Execute(connection, "COMMIT");
        });
        var first = Write(tables, "first", "1");
        Assert.True(await syncing.WaitAsync(TimeSpan.FromSeconds(10)));
        var queued = Enumerable.Range(0, 50).Select(i => Write(tables, $"k{i}", "x")).ToList();
        var again = Write(tables, "k7", "again");
        proceed.Release(2);
        Assert.IsType<WriteResult.Written>(await first);
        Assert.All(await Task.WhenAll(queued), result => Assert.IsType<WriteResult.Written>(result));
        Assert.Equal(new WriteResult.Conflict(0), await again);
        Assert.Equal(2, syncs);
        proceed.Release(10);
    }

    [Fact]
    public async Task A_failed_sync_stops_the_process_and_answers_nobody_with_success()
    {
        var stopped = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var tables = new SqliteTables(_folder.Path, 1 << 20, stopped.SetResult, _ => throw new SqliteException("disk", 10));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Write(tables, "a", "x"));
        Assert.Contains("synced", await stopped.Task.WaitAsync(TimeSpan.FromSeconds(10)), StringComparison.Ordinal);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Write(tables, "b", "x"));
    }

    [Fact]
    public async Task The_write_ahead_log_stays_bounded()
    {
        using var tables = new SqliteTables(_folder.Path, 256 << 10);
        for (var i = 0; i < 200; i++) await Upsert(tables, "a", new string('x', 64 << 10));
        Assert.True(new FileInfo(Path.Combine(_folder.Path, "app.db-wal")).Length < 4 << 20);
    }

    [Fact]
    public async Task Deleted_content_is_in_no_file_once_the_log_was_copied_back()
    {
        using (var tables = new SqliteTables(_folder.Path))
        {
            await Write(tables, "a", "canary-4711");
            await tables.WriteAsync("people", "p", [new Change.Delete("a", null)], default);
        }

        foreach (var file in Directory.GetFiles(_folder.Path))
            Assert.DoesNotContain("canary-4711", Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_folder_is_made_for_its_owner_alone()
    {
        if (OperatingSystem.IsWindows()) return;
        var folder = Path.Combine(_folder.Path, "data");
        new SqliteTables(folder).Dispose();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
    }

    private static object? Raw(string path, string sql)
    {
        using var connection = SqliteSchema.Open(path, writes: true);
        return SqliteSchema.Scalar(connection, sql);
    }

    private static Task<WriteResult> Write(SqliteTables tables, string key, string value) =>
        tables.WriteAsync("people", "p", [new Change.Insert(key, Encoding.UTF8.GetBytes(value))], default);

    private static Task<WriteResult> Upsert(SqliteTables tables, string key, string value) =>
        tables.WriteAsync("people", "p", [new Change.Upsert(key, Encoding.UTF8.GetBytes(value))], default);
}
