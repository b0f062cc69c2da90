namespace Countersign.Tests.Workflows.Engine;

/// <summary>External events: the real order and the real traps.</summary>
public sealed class EventTests
{
    [Fact]
    public async Task Early_events_are_kept_and_given_in_the_order_of_arrival_whatever_their_case()
    {
        await using var world = await EngineWorld.StartAsync();
        world.App.Orchestrator("Main", async context =>
        {
            await context.WaitForExternalEvent<string>("go");
            List<int> seen = [];
            for (var i = 0; i < 3; i++)
                seen.Add(await context.WaitForExternalEvent<int>("Number"));
            return seen;
        });

        var id = await world.StartAsync("Main");
        foreach (var n in new[] { 1, 2, 3 })
            await world.Client.RaiseEventAsync(id, "nUMBER", n);
        await world.Client.RaiseEventAsync(id, "go");

        Assert.Equal([1, 2, 3], (await world.EndAsync(id)).ReadOutputAs<List<int>>()!);
    }

    [Fact]
    public async Task Of_several_open_waits_the_newest_gets_the_next_event()
    {
        await using var world = await EngineWorld.StartAsync();
        world.App.Orchestrator("Main", async context
            => await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => context.WaitForExternalEvent<int>("n"))));

        var id = await world.StartAsync("Main");
        foreach (var n in new[] { 1, 2, 3 })
            await world.Client.RaiseEventAsync(id, "n", n);

        Assert.Equal([3, 2, 1], (await world.EndAsync(id)).ReadOutputAs<List<int>>()!);
    }

    [Fact]
    public async Task Waits_that_timed_out_each_swallow_an_event_that_comes_while_no_newer_one_is_open()
    {
        await using var world = await EngineWorld.StartAsync();
        world.App.Orchestrator("Main", async context =>
        {
            for (var i = 0; i < 2; i++)
                await Assert.ThrowsAsync<TaskCanceledException>(() => context.WaitForExternalEvent<int>("n", TimeSpan.FromSeconds(1)));
            await context.WaitForExternalEvent<string>("go");
            return await context.WaitForExternalEvent<int>("n");
        });

        var id = await world.StartAsync("Main");
        await world.ParkedAsync(id, "#0, event n");
        world.Time.Advance(TimeSpan.FromSeconds(1));
        await world.ParkedAsync(id, "#1, event n");
        world.Time.Advance(TimeSpan.FromSeconds(1));
        await world.ParkedAsync(id, "event go");
        foreach (var n in new[] { 1, 2, 3 })
            await world.Client.RaiseEventAsync(id, "n", n);
        await world.Client.RaiseEventAsync(id, "go");

        Assert.Equal(3, (await world.EndAsync(id)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task A_newer_wait_gets_the_event_before_a_dead_one()
    {
        await using var world = await EngineWorld.StartAsync();
        world.App.Orchestrator("Main", async context =>
        {
            await Assert.ThrowsAsync<TaskCanceledException>(() => context.WaitForExternalEvent<int>("n", TimeSpan.FromSeconds(1)));
            return await context.WaitForExternalEvent<int>("n");
        });

        var id = await world.StartAsync("Main");
        await world.ParkedAsync(id, "timer");
        world.Time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.TrueAsync(() => world.Engine.Inspection.Find(id)!.Instance.Waits == "event n", "the second wait is open");
        await world.Client.RaiseEventAsync(id, "n", 7);

        Assert.Equal(7, (await world.EndAsync(id)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task One_wait_raced_against_timers_and_kept_never_loses_an_event()
    {
        await using var world = await EngineWorld.StartAsync();
        world.App.Orchestrator("Main", async context =>
        {
            var waiting = context.WaitForExternalEvent<string>("n");
            for (var round = 0; ; round++)
            {
                using var cancel = new CancellationTokenSource();
                if (await Task.WhenAny(waiting, context.CreateTimer(TimeSpan.FromSeconds(1), cancel.Token)) != waiting)
                    continue;
                cancel.Cancel();
                return $"{await waiting} after {round}";
            }
        });

        var id = await world.StartAsync("Main");
        for (var round = 0; round < 3; round++)
        {
            await world.ParkedAsync(id, $"#{round}, event n");
            world.Time.Advance(TimeSpan.FromSeconds(1));
        }

        await world.ParkedAsync(id, "#3, event n");
        await world.Client.RaiseEventAsync(id, "n", "it");

        Assert.Equal("it after 3", (await world.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_wait_with_a_time_out_that_is_answered_cancels_its_timer()
    {
        await using var world = await EngineWorld.StartAsync();
        world.App.Orchestrator("Main", async context => await context.WaitForExternalEvent<string>("n", TimeSpan.FromDays(1)));

        var id = await world.StartAsync("Main");
        await world.ParkedAsync(id, "event n");
        await world.Client.RaiseEventAsync(id, "n", "in time");

        Assert.Equal("in time", (await world.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Open_waits_of_one_name_must_agree_on_the_type()
    {
        await using var world = await EngineWorld.StartAsync();
        world.App.Orchestrator("Main", async context =>
        {
            _ = context.WaitForExternalEvent<int>("n");
            return await context.WaitForExternalEvent<string>("N");
        });

        Assert.Equal("System.ArgumentException", (await world.EndAsync(await world.StartAsync("Main"))).FailureDetails!.ErrorType);
    }

    [Fact]
    public async Task An_event_that_cannot_be_read_fails_the_orchestration()
    {
        await using var world = await EngineWorld.StartAsync();
        world.App.Orchestrator("Main", async context => await context.WaitForExternalEvent<int>("n"));

        var id = await world.StartAsync("Main");
        await world.Client.RaiseEventAsync(id, "n", "not a number");

        Assert.Equal("System.Text.Json.JsonException", (await world.EndAsync(id)).FailureDetails!.ErrorType);
    }

    [Fact]
    public async Task Raising_to_nobody_or_to_what_is_over_is_refused_by_status()
    {
        await using var world = await EngineWorld.StartAsync();
        world.App.Orchestrator("Main", _ => Task.FromResult<object?>(null));
        var over = await world.StartAsync("Main");
        await world.EndAsync(over);

        var missing = await Assert.ThrowsAnyAsync<Exception>(() => world.Client.RaiseEventAsync("nobody", "n"));
        var late = await Assert.ThrowsAnyAsync<Exception>(() => world.Client.RaiseEventAsync(over, "n"));

        Assert.Equal(("Grpc.Core.RpcException", "NotFound"), Seen(missing));
        Assert.Equal(("Grpc.Core.RpcException", "FailedPrecondition"), Seen(late));
        Assert.Contains("The orchestration instance with the provided instance id is not running.", late.Message, StringComparison.Ordinal);

        static (string?, string?) Seen(Exception e) => (e.GetType().FullName, e.GetType().GetProperty("StatusCode")!.GetValue(e)!.ToString());
    }

    [Fact]
    public async Task An_orchestration_can_send_events_and_those_to_nobody_are_dropped()
    {
        await using var world = await EngineWorld.StartAsync();
        world.App.Orchestrator("Listener", async context => await context.WaitForExternalEvent<string>("hello"));
        world.App.Orchestrator("Sender", context =>
        {
            context.SendEvent("nobody", "hello", "lost");
            context.SendEvent("listener", "hello", "heard");
            return Task.FromResult<object?>(null);
        });

        await world.StartAsync("Listener", id: "listener");
        await world.RunAsync<object>("Sender");

        Assert.Equal("heard", (await world.EndAsync("listener")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_event_raised_during_each_activity_still_has_its_effect()
    {
        await using var world = await EngineWorld.StartAsync();
        world.App.AsyncActivity("Step", async call =>
        {
            await world.Client.RaiseEventAsync(call.InstanceId, "n", call.Input<int>());
            return null;
        });
        world.App.Orchestrator("Main", async context =>
        {
            for (var i = 0; i < 5; i++)
                await context.CallActivityAsync("Step", i);
            List<int> seen = [];
            for (var i = 0; i < 5; i++)
                seen.Add(await context.WaitForExternalEvent<int>("n"));
            return seen;
        });

        Assert.Equal([0, 1, 2, 3, 4], (await world.RunAsync<List<int>>("Main"))!);
    }
}
