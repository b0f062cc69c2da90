namespace Countersign.Tests.Workflows.Engine;

public sealed class TimerTests
{
    [Fact]
    public async Task A_timer_fires_when_it_is_due_and_not_before()
    {
        await using var world = await EngineWorld.StartAsync();
        world.App.Orchestrator("Main", async context =>
        {
            var before = context.CurrentUtcDateTime;
            await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            return context.CurrentUtcDateTime - before;
        });

        var id = await world.StartAsync("Main");
        await world.ParkedAsync(id, "timer");
        world.Time.Advance(TimeSpan.FromMinutes(59));
        await world.StartAsync("Main");
        Assert.True((await world.Client.GetInstanceAsync(id))!.IsRunning);
        world.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(TimeSpan.FromHours(1), (await world.EndAsync(id)).ReadOutputAs<TimeSpan>());
    }

    [Fact]
    public async Task All_timers_share_one_wake_up_of_the_process()
    {
        await using var world = await EngineWorld.StartAsync();
        world.App.Orchestrator("Main", async context =>
        {
            await context.CreateTimer(TimeSpan.FromHours(context.GetInput<int>()), CancellationToken.None);
            return context.GetInput<int>();
        });

        var ids = await Task.WhenAll(Enumerable.Range(1, 20).Select(hours => world.StartAsync("Main", hours)));
        foreach (var id in ids)
            await world.ParkedAsync(id, "timer");
        Assert.Equal(1, world.Time.Timers);
        for (var hours = 1; hours <= 20; hours++)
        {
            world.Time.Advance(TimeSpan.FromHours(1));
            Assert.Equal(hours, (await world.EndAsync(ids[hours - 1])).ReadOutputAs<int>());
            Assert.Equal(20 - hours, world.Engine.Inspection.List(null, null, 100, liveOnly: true).Instances.Count);
        }
    }

    [Fact]
    public async Task A_timer_beyond_three_days_is_split()
    {
        await using var world = await EngineWorld.StartAsync();
        world.App.Orchestrator("Main", async context =>
        {
            await context.CreateTimer(TimeSpan.FromDays(7), CancellationToken.None);
            return null;
        });

        var id = await world.StartAsync("Main");
        foreach (var (days, step) in new[] { (3, 0), (3, 1), (1, 2) })
        {
            await world.ParkedAsync(id, $"#{step}");
            world.Time.Advance(TimeSpan.FromDays(days));
        }

        Assert.True((await world.EndAsync(id)).IsCompleted);
    }

    [Fact]
    public async Task A_cancelled_timer_ends_its_task_and_leaves_nothing_to_wake_for()
    {
        await using var world = await EngineWorld.StartAsync();
        world.App.Orchestrator("Main", async context =>
        {
            using var cancel = new CancellationTokenSource();
            var timer = context.CreateTimer(TimeSpan.FromDays(1), cancel.Token);
            await context.WaitForExternalEvent<string>("go");
            cancel.Cancel();
            await Assert.ThrowsAsync<TaskCanceledException>(() => timer);
            return "done";
        });

        var id = await world.StartAsync("Main");
        await world.ParkedAsync(id, "event go");
        await world.Client.RaiseEventAsync(id, "go");

        Assert.Equal("done", (await world.EndAsync(id)).ReadOutputAs<string>());
        world.Time.Advance(TimeSpan.FromDays(1));
        await Eventually.TrueAsync(() => world.Time.NextTimer is null, "nothing is left to wake for");
    }

    [Fact]
    public async Task A_timer_that_was_due_while_the_process_was_down_fires_at_the_next_start()
    {
        await using var world = await EngineWorld.StartAsync();
        world.App.Orchestrator("Main", async context =>
        {
            await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            return "late";
        });

        var id = await world.StartAsync("Main");
        await world.ParkedAsync(id, "timer");
        await world.Engine.AbandonAsync();
        world.Time.Advance(TimeSpan.FromHours(5));
        await world.OpenAsync();

        Assert.Equal("late", (await world.EndAsync(id)).ReadOutputAs<string>());
    }
}
