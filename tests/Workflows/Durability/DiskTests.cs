using System.Text;
using Countersign.Runtime.Durable.Storage;
using Countersign.Storage;
using Countersign.Storage.Sqlite;
using Countersign.Tests.Workflows.Engine;
using Microsoft.Extensions.Logging;

namespace Countersign.Tests.Workflows.Durability;

/// <summary>A full, broken or read-only disk: said, and nothing acknowledged is lost.</summary>
public sealed class DiskTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("countersign-disk-");
    private readonly Said _said = new();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task On_a_full_disk_orchestrations_stand_still_and_go_on_when_there_is_space()
    {
        await using var world = await EngineWorld.StartAsync(w => w.Logs = LoggerFactory.Create(logs => logs.AddProvider(_said)));
        world.App.Activity("Step", call => call.Input<int>() + 1);
        world.App.Orchestrator("Main", async context =>
        {
            await context.WaitForExternalEvent<string>("go");
            await Task.WhenAll(context.CallActivityAsync<int>("Step", 1), context.CallActivityAsync<int>("Step", 2));
            await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
            return await context.CallActivityAsync<int>("Step", 41);
        });
        var ids = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => world.StartAsync("Main")));
        foreach (var id in ids)
            await world.ParkedAsync(id, "go");

        var disk = FaultyDisk.Full(Path.GetDirectoryName(world.File)!);
        var raised = ids.Select(id => world.Client.RaiseEventAsync(id, "go")).ToList();
        await Eventually.TrueAsync(() => _said.Has("The disk is full"), "the full disk is said");
        Assert.All(raised, one => Assert.False(one.IsCompleted));
        Assert.All(ids, id => Assert.Contains("go", world.Engine.Inspection.Find(id)!.Instance.Waits, StringComparison.Ordinal));
        disk.Dispose();

        await Task.WhenAll(raised).WithinDeadlineAsync();
        foreach (var id in ids)
            await world.ParkedAsync(id, "timer");
        world.Time.Advance(TimeSpan.FromMinutes(1));
        foreach (var id in ids)
            Assert.Equal(42, (await world.EndAsync(id)).ReadOutputAs<int>());
        Assert.Equal(15, world.App.RunsOf("Step"));
        Assert.True(_said.Has("There is space again"));
        Assert.Empty(world.Lost);
        Assert.Equal("", world.Count("inbox", "work", "timers"));
    }

    [Fact]
    public async Task A_stop_on_a_full_disk_ends_and_the_next_process_has_what_was_acknowledged()
    {
        await using var world = await EngineWorld.StartAsync(w => w.Logs = LoggerFactory.Create(logs => logs.AddProvider(_said)));
        world.App.Orchestrator("Main", async context => await context.WaitForExternalEvent<string>("go"));
        await world.StartAsync("Main", id: "kept");
        await world.ParkedAsync("kept", "go");
        var disk = FaultyDisk.Full(Path.GetDirectoryName(world.File)!);
        var refused = world.StartAsync("Main", id: "never");
        await Eventually.TrueAsync(() => _said.Has("The disk is full"), "the full disk is said");

        await world.Engine.StopAsync(CancellationToken.None).WithinDeadlineAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => refused.WithinDeadlineAsync());
        disk.Dispose();
        await world.OpenAsync();

        Assert.Null(await world.Client.GetInstanceAsync("never"));
        await world.Client.RaiseEventAsync("kept", "go", "on");
        Assert.Equal("on", (await world.EndAsync("kept")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task When_the_disk_breaks_the_owner_is_told_and_the_next_process_has_what_was_acknowledged()
    {
        await using var world = await EngineWorld.StartAsync();
        world.App.Orchestrator("Main", async context => await context.WaitForExternalEvent<string>("go"));
        await world.StartAsync("Main", id: "kept");
        await world.ParkedAsync("kept", "go");

        using (FaultyDisk.Broken(Path.GetDirectoryName(world.File)!))
            await Assert.ThrowsAsync<InvalidOperationException>(() => world.StartAsync("Main", id: "never").WithinDeadlineAsync());
        await world.KillAndOpenAsync();

        Assert.Contains("can no longer be written", Assert.Single(world.Lost), StringComparison.Ordinal);
        Assert.Null(await world.Client.GetInstanceAsync("never"));
        await world.Client.RaiseEventAsync("kept", "go", "on");
        Assert.Equal("on", (await world.EndAsync("kept")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task On_a_full_disk_the_apps_store_refuses_and_takes_again_when_there_is_space()
    {
        using (var tables = new SqliteTables(_folder.FullName, log: _said))
        {
            Assert.IsType<WriteResult.Written>(await WriteAsync(tables, "before"));
            using (FaultyDisk.Full(_folder.FullName))
            {
                for (var i = 0; i < 3; i++)
                    Assert.Equal("disk full", (await Assert.ThrowsAsync<StorageUnavailableException>(() => WriteAsync(tables, "during"))).Code);
                Assert.NotNull(await ReadAsync(tables, "before"));
            }

            Assert.IsType<WriteResult.Written>(await WriteAsync(tables, "after"));
        }

        Assert.Equal(["The disk is full: app.db takes nothing until there is space", "There is space again for app.db"], _said.Lines);
        using var reopened = new SqliteTables(_folder.FullName);
        Assert.NotNull(await ReadAsync(reopened, "before"));
        Assert.Null(await ReadAsync(reopened, "during"));
        Assert.NotNull(await ReadAsync(reopened, "after"));
    }

    [Fact]
    public async Task When_the_disk_breaks_under_the_apps_store_the_process_is_stopped_and_nothing_acknowledged_is_lost()
    {
        var stopped = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        using (var tables = new SqliteTables(_folder.FullName, 8 << 20, why => stopped.TrySetResult(why), connection => SqliteSchema.Execute(connection, "COMMIT")))
        {
            await WriteAsync(tables, "before");
            using (FaultyDisk.Broken(_folder.FullName))
                await Assert.ThrowsAsync<StorageUnavailableException>(() => WriteAsync(tables, "during"));
            Assert.Contains("may or may not be on disk", await stopped.Task.WithinDeadlineAsync(), StringComparison.Ordinal);
        }

        using var reopened = new SqliteTables(_folder.FullName);
        Assert.NotNull(await ReadAsync(reopened, "before"));
    }

    [Fact]
    public void A_disk_that_is_read_only_is_named_as_such()
    {
        using var disk = FaultyDisk.ReadOnly(_folder.FullName);

        var history = Assert.Throws<InvalidOperationException>(() => HistoryFile.Open(Path.Combine(_folder.FullName, "runtime.db")).Dispose());
        var store = Assert.Throws<InvalidOperationException>(() => new SqliteTables(_folder.FullName).Dispose());

        Assert.Contains("cannot be written", history.Message, StringComparison.Ordinal);
        Assert.Contains("read-only", history.Message, StringComparison.Ordinal);
        Assert.Contains("cannot be written", store.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_nobody_can_write_is_not_mistaken_for_another_process()
    {
        // Nobody makes a folder there, root neither.
        const string folder = "/sys/countersign";

        var history = Assert.Throws<InvalidOperationException>(() => HistoryFile.Open($"{folder}/runtime.db").Dispose());
        var store = Assert.Throws<InvalidOperationException>(() => new SqliteTables(folder).Dispose());

        Assert.Contains("cannot be written", history.Message, StringComparison.Ordinal);
        Assert.Contains("cannot be written", store.Message, StringComparison.Ordinal);
    }

    private static Task<WriteResult> WriteAsync(SqliteTables tables, string key)
        => tables.WriteAsync("people", "p", [new Change.Insert(key, Encoding.UTF8.GetBytes(key))], default);

    private static Task<Row?> ReadAsync(SqliteTables tables, string key) => tables.ReadAsync("people", "p", key, default);

    private sealed class Said : ILogger, ILoggerProvider
    {
        private readonly List<string> _lines = [];

        public IReadOnlyList<string> Lines
        {
            get
            {
                lock (_lines)
                    return [.. _lines];
            }
        }

        public bool Has(string text) => Lines.Any(line => line.Contains(text, StringComparison.Ordinal));

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_lines)
                _lines.Add(formatter(state, exception));
        }

        public void Dispose()
        {
        }
    }
}
