using Countersign.Runtime.Durable.Storage;

namespace Countersign.Tests.Workflows.Engine;

/// <summary>The file under the engine: who may open it, how it is written, and what happens when it cannot be.</summary>
public sealed class HistoryFileTests
{
    [Fact]
    public async Task A_second_process_on_the_same_file_is_refused_in_words()
    {
        await using var world = await EngineWorld.StartAsync();
        await using var second = world.Create();

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => second.StartAsync(CancellationToken.None));

        Assert.Contains("Another process runs on the history file", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_a_newer_schema_is_refused_and_left_as_it_is()
    {
        await using var world = await EngineWorld.StartAsync();
        await world.Engine.StopAsync(CancellationToken.None);
        Sql(world.File, "PRAGMA user_version=99;");

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(world.OpenAsync);

        Assert.Contains("schema version 99", refused.Message, StringComparison.Ordinal);
        Assert.Equal(99L, Sql(world.File, "PRAGMA user_version;"));
    }

    [Fact]
    public async Task An_older_file_is_brought_to_the_current_schema_and_goes_on()
    {
        await using var world = await EngineWorld.StartAsync();
        world.App.Orchestrator("Main", async context => await context.WaitForExternalEvent<string>("go"));
        await world.StartAsync("Main", id: "x");
        await world.ParkedAsync("x", "go");
        await world.Engine.StopAsync(CancellationToken.None);
        Sql(world.File, "ALTER TABLE work DROP COLUMN trace; PRAGMA user_version=1;");

        await world.OpenAsync();
        await world.Client.RaiseEventAsync("x", "go", "still here");

        Assert.Equal("still here", (await world.EndAsync("x")).ReadOutputAs<string>());
        Assert.Equal((long)HistorySchema.Current, Sql(world.File, "PRAGMA user_version;"));
    }

    [Fact]
    public async Task Every_connection_is_written_ahead_and_synced_in_full()
    {
        await using var world = await EngineWorld.StartAsync();
        await world.Engine.StopAsync(CancellationToken.None);
        using var file = HistoryFile.Open(world.File);
        using var connection = file.Connect();

        Assert.Equal("wal", HistoryFile.Scalar(connection, "PRAGMA journal_mode;"));
        Assert.Equal(2L, HistoryFile.Scalar(connection, "PRAGMA synchronous;"));
    }

    [Fact]
    public async Task When_history_cannot_be_written_the_owner_is_told_once_and_nobody_is_told_that_it_was()
    {
        await using var world = await EngineWorld.StartAsync();
        world.App.Orchestrator("Main", context => Task.FromResult<object?>(null));
        Sql(world.File, "CREATE TRIGGER broken BEFORE INSERT ON instances BEGIN SELECT RAISE(FAIL, 'disk gone'); END;");

        await Assert.ThrowsAsync<InvalidOperationException>(() => world.StartAsync("Main").WithinDeadlineAsync());
        await Assert.ThrowsAsync<InvalidOperationException>(() => world.StartAsync("Main").WithinDeadlineAsync());

        Assert.Contains("can no longer be written", Assert.Single(world.Lost), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_stays_bounded_under_load()
    {
        await using var world = await EngineWorld.StartAsync();
        world.App.Orchestrator("Big", context => Task.FromResult<object?>(context.GetInput<string>()));
        var text = new string('x', 200_000);

        for (var i = 0; i < 20; i++)
        {
            var ids = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => world.StartAsync("Big", text)));
            foreach (var id in ids)
                await world.EndAsync(id);
        }

        Assert.True(new FileInfo(world.File).Length > 100_000_000, "the load was no load");
        Assert.InRange(new FileInfo(world.File + "-wal").Length, 0, 96 * 1024 * 1024);
    }

    [Fact]
    public async Task A_stop_lets_running_activities_end_and_what_they_lead_to_waits_for_the_next_start()
    {
        var running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var world = await EngineWorld.StartAsync();
        world.App.AsyncActivity("Slow", async _ =>
        {
            running.TrySetResult();
            await release.Task;
            return "kept";
        });
        world.App.Orchestrator("Main", async context => await context.CallActivityAsync<string>("Slow"));
        var id = await world.StartAsync("Main");
        await running.Task.WithinDeadlineAsync();

        var stopping = world.Engine.StopAsync(CancellationToken.None);
        Assert.False(stopping.IsCompleted);
        release.SetResult();
        await stopping.WithinDeadlineAsync();
        await world.OpenAsync();

        Assert.Equal("kept", (await world.EndAsync(id)).ReadOutputAs<string>());
        Assert.Equal(1, world.App.RunsOf("Slow"));
    }

    [Fact]
    public async Task An_activity_that_outlasts_the_drain_is_cancelled_and_delivered_again_without_blame()
    {
        var running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var world = await EngineWorld.StartAsync(w => w.Drain = TimeSpan.Zero);
        world.App.AsyncActivity("Slow", async call =>
        {
            if (world.App.RunsOf("Slow") > 1)
                return "second";
            running.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, call.Cancelled);
            return "first";
        });
        world.App.Orchestrator("Main", async context => await context.CallActivityAsync<string>("Slow"));
        var id = await world.StartAsync("Main");
        await running.Task.WithinDeadlineAsync();

        await world.Engine.StopAsync(CancellationToken.None).WithinDeadlineAsync();
        Assert.Equal(0L, Sql(world.File, "SELECT deliveries FROM work;"));
        await world.OpenAsync();

        Assert.Equal("second", (await world.EndAsync(id)).ReadOutputAs<string>());
    }

    private static object? Sql(string file, string sql) => HistorySql.Scalar(file, sql);
}
