using System.Globalization;
using Microsoft.DurableTask.Client;

namespace Countersign.Tests.Workflows.Engine;

/// <summary>What is over goes, whole, and the file gives its space back. <c>ENGINE_RUNS</c> says how many runs.</summary>
public sealed class RetentionTests
{
    private static readonly TimeSpan s_week = TimeSpan.FromDays(7);

    private static int Runs => int.TryParse(Environment.GetEnvironmentVariable("ENGINE_RUNS"), CultureInfo.InvariantCulture, out var runs) ? runs : 500;

    [Fact]
    public async Task After_many_runs_and_the_purge_the_file_is_as_small_as_it_was()
    {
        await using var world = await StartAsync();
        var parked = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => world.StartAsync("Waits", id: $"parked-{i}")));
        foreach (var id in parked)
            await world.ParkedAsync(id, "go");
        await RestartAsync(world);
        var before = Size(world);

        for (var done = 0; done < Runs; done += 50)
        {
            foreach (var id in await Task.WhenAll(Enumerable.Range(0, 50).Select(i => world.StartAsync("Main", i))))
                await world.EndAsync(id);
        }

        world.Time.Advance(s_week);
        var after = Held(world);
        Assert.True(after > 5 * before, $"{after} bytes after the runs and {before} before");
        await PurgeAsync(world);

        await Eventually.TrueAsync(() => Size(world) <= 1.2 * before, $"of {Size(world)} bytes as many are left as before, {before}");
        foreach (var id in parked)
        {
            await world.Client.RaiseEventAsync(id, "go", "on");
            Assert.Equal("on", (await world.EndAsync(id)).ReadOutputAs<string>());
        }
    }

    [Fact]
    public async Task A_kill_in_the_middle_of_a_purge_leaves_each_instance_whole_or_gone()
    {
        for (var kill = 1L; kill <= 7; kill++)
        {
            var purging = false;
            var commits = 0L;
            var killed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            EngineWorld world = null!;
            world = await StartAsync(w => w.AfterCommit = number =>
            {
                if (Volatile.Read(ref purging) && number > 0 && ++commits == kill)
                {
                    _ = w.Engine.AbandonAsync();
                    killed.SetResult();
                }
            });
            await using var owned = world;
            var over = await Task.WhenAll(Enumerable.Range(0, 300).Select(i => world.StartAsync("Main", i)));
            foreach (var id in over)
                await world.EndAsync(id);
            await world.StartAsync("Waits", id: "kept");
            await world.ParkedAsync("kept", "go");
            world.Time.Advance(s_week);

            Volatile.Write(ref purging, true);
            try
            {
                await PurgeAsync(world).WithinDeadlineAsync();
            }
            catch (Exception cut) when (cut is InvalidOperationException or ObjectDisposedException)
            {
                // Killed meanwhile; later kills come while the file is made smaller.
            }

            await killed.Task.WithinDeadlineAsync();
            await world.Engine.AbandonAsync().WithinDeadlineAsync();
            world.AfterCommit = null;
            await world.OpenAsync();

            Assert.Equal("ok", HistorySql.Scalar(world.File, "PRAGMA integrity_check;"));
            Assert.Equal(0L, HistorySql.Scalar(world.File, "SELECT count(*) FROM history WHERE instance NOT IN (SELECT pk FROM instances);"));
            Assert.Equal(0L, HistorySql.Scalar(world.File, "SELECT count(*) FROM instances WHERE status IN (1, 3, 5) AND pk NOT IN (SELECT instance FROM history);"));
            await PurgeAsync(world);
            Assert.Equal(1L, HistorySql.Scalar(world.File, "SELECT count(*) FROM instances;"));
            await world.Client.RaiseEventAsync("kept", "go", "on");
            Assert.Equal("on", (await world.EndAsync("kept")).ReadOutputAs<string>());
        }
    }

    [Fact]
    public async Task A_file_that_could_not_give_back_its_space_learns_to()
    {
        await using var world = await StartAsync();
        await world.StartAsync("Waits", id: "kept");
        await world.ParkedAsync("kept", "go");
        await world.Engine.AbandonAsync();
        HistorySql.Scalar(world.File, "PRAGMA journal_mode=DELETE; PRAGMA auto_vacuum=NONE; VACUUM;");
        Assert.Equal(0L, HistorySql.Scalar(world.File, "PRAGMA auto_vacuum;"));

        await world.OpenAsync();

        Assert.Equal(2L, HistorySql.Scalar(world.File, "PRAGMA auto_vacuum;"));
        await world.Client.RaiseEventAsync("kept", "go", "on");
        Assert.Equal("on", (await world.EndAsync("kept")).ReadOutputAs<string>());
    }

    private static async Task<EngineWorld> StartAsync(Action<EngineWorld>? set = null)
    {
        var world = await EngineWorld.StartAsync(set);
        world.App.Activity("Step", call => new string('s', 2_000));
        world.App.Orchestrator("Waits", async context => await context.WaitForExternalEvent<string>("go"));
        world.App.Orchestrator("Main", async context =>
        {
            for (var i = 0; i < 3; i++)
                await context.CallActivityAsync<string>("Step", i);
            return new string('o', 2_000);
        });
        return world;
    }

    private static Task<PurgeResult> PurgeAsync(EngineWorld world)
        => world.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(null, world.Time.GetUtcNow() - s_week + TimeSpan.FromMinutes(1), null));

    /// <summary>As a stop and a start: the log is in the file.</summary>
    private static async Task RestartAsync(EngineWorld world)
    {
        await world.Engine.StopAsync(CancellationToken.None).WithinDeadlineAsync();
        await world.OpenAsync();
    }

    /// <summary>With what still lies in the log alone.</summary>
    private static long Held(EngineWorld world) => (long)HistorySql.Scalar(world.File, "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size();")!;

    private static long Size(EngineWorld world) => new FileInfo(world.File).Length;
}
