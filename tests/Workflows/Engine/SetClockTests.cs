namespace Countersign.Tests.Workflows.Engine;

/// <summary>The machine's clock is set forward and back, while the process runs and while it does not.</summary>
public sealed class SetClockTests
{
    [Fact]
    public async Task A_clock_that_is_put_forward_makes_timers_due_within_a_minute_of_running_time()
    {
        var (world, clock) = await StartAsync();
        await using var owned = world;
        var id = await world.StartAsync("Main", 60);
        await world.ParkedAsync(id, "timer");

        clock.Set(TimeSpan.FromMinutes(59));
        world.Time.Advance(TimeSpan.FromSeconds(61));

        Assert.Equal(TimeSpan.FromMinutes(60).TotalMinutes, (await world.EndAsync(id)).ReadOutputAs<double>(), 1d);
    }

    [Fact]
    public async Task A_clock_that_is_put_back_fires_no_timer_early_and_none_is_lost()
    {
        var (world, clock) = await StartAsync();
        await using var owned = world;
        var id = await world.StartAsync("Main", 60);
        await world.ParkedAsync(id, "timer");

        clock.Set(TimeSpan.FromHours(-3));
        for (var minute = 0; minute < 239; minute++)
            world.Time.Advance(TimeSpan.FromMinutes(1));
        // Another instance gets through, which the first would have, were it due.
        await world.EndAsync(await world.StartAsync("Main", 0));
        Assert.True((await world.Client.GetInstanceAsync(id))!.IsRunning);
        world.Time.Advance(TimeSpan.FromMinutes(2));

        Assert.InRange((await world.EndAsync(id)).ReadOutputAs<double>(), 60, 62);
    }

    [Fact]
    public async Task An_orchestrators_clock_never_goes_back_whatever_the_machines_does()
    {
        var (world, clock) = await StartAsync();
        await using var owned = world;
        world.App.Orchestrator("Looks", async context =>
        {
            var seen = context.CurrentUtcDateTime;
            for (var i = 0; i < 4; i++)
            {
                await context.WaitForExternalEvent<string>($"go{i}");
                if (context.CurrentUtcDateTime < seen)
                    return "it went back";
                seen = context.CurrentUtcDateTime;
            }

            return "it never went back";
        });
        var id = await world.StartAsync("Looks");
        for (var i = 0; i < 4; i++)
        {
            await world.ParkedAsync(id, $"go{i}");
            clock.Set(TimeSpan.FromHours(i % 2 == 0 ? -5 : 2));
            if (i > 1)
                await world.KillAndOpenAsync();
            await world.Client.RaiseEventAsync(id, $"go{i}");
        }

        Assert.Equal("it never went back", (await world.EndAsync(id)).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData(5)]
    [InlineData(-5)]
    public async Task A_clock_that_was_set_while_the_process_was_down_loses_no_timer(int hours)
    {
        var (world, clock) = await StartAsync();
        await using var owned = world;
        var id = await world.StartAsync("Main", 60);
        await world.ParkedAsync(id, "timer");

        await world.Engine.AbandonAsync();
        clock.Set(TimeSpan.FromHours(hours));
        await world.OpenAsync();
        if (hours < 0)
        {
            await world.EndAsync(await world.StartAsync("Main", 0));
            Assert.True((await world.Client.GetInstanceAsync(id))!.IsRunning);
            await Eventually.TrueAsync(() => world.Time.NextTimer is not null, "it sleeps until the timer");
            world.Time.Advance(TimeSpan.FromHours(6));
        }

        Assert.True((await world.EndAsync(id)).ReadOutputAs<double>() >= 60);
    }

    /// <summary>Waits so many minutes, and says how many passed by its own clock.</summary>
    private static async Task<(EngineWorld World, SetTime Clock)> StartAsync()
    {
        SetTime clock = null!;
        var world = await EngineWorld.StartAsync(w => w.Clock = clock = new SetTime(w.Time));
        world.App.Orchestrator("Main", async context =>
        {
            var before = context.CurrentUtcDateTime;
            if (context.GetInput<int>() is > 0 and var minutes)
                await context.CreateTimer(TimeSpan.FromMinutes(minutes), CancellationToken.None);
            return (context.CurrentUtcDateTime - before).TotalMinutes;
        });
        return (world, clock);
    }
}
