using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Countersign.Tests.Workflows.Engine;

public sealed class ActivityTests
{
    [Fact]
    public async Task An_orchestration_runs_its_activities_in_turn_and_returns_its_result()
    {
        await using var world = await EngineWorld.StartAsync();
        world.App.Activity("Double", call => call.Input<int>() * 2);
        world.App.Orchestrator("Twice", async context =>
        {
            var once = await context.CallActivityAsync<int>("Double", context.GetInput<int>());
            return await context.CallActivityAsync<int>("double", once);
        });

        Assert.Equal(12, await world.RunAsync<int>("twice", 3));
        Assert.Equal(2, world.App.RunsOf("Double"));
    }

    [Fact]
    public async Task Activities_started_together_run_together_but_never_more_than_allowed()
    {
        var running = 0;
        var most = 0;
        var full = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var world = await EngineWorld.StartAsync(w => w.MaxActivities = 3);
        world.App.AsyncActivity("Work", async call =>
        {
            var now = Interlocked.Increment(ref running);
            most = Math.Max(most, now);
            if (now == 3)
                full.TrySetResult();
            await full.Task;
            Interlocked.Decrement(ref running);
            return call.Input<int>();
        });
        world.App.Orchestrator("Fan", async context
            => (await Task.WhenAll(Enumerable.Range(1, 9).Select(i => context.CallActivityAsync<int>("Work", i)))).Sum());

        Assert.Equal(45, await world.RunAsync<int>("Fan"));
        Assert.Equal(3, most);
    }

    /// <summary>As a backend that delivers at least once may do; the first to end gives the result, and the next delivery is one again.</summary>
    [Fact]
    public async Task A_delivery_that_is_doubled_runs_twice_at_once_and_counts_once()
    {
        var running = 0;
        var both = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var world = await EngineWorld.StartAsync();
        world.App.AsyncActivity("Work", async call =>
        {
            if (Interlocked.Increment(ref running) == 2) both.TrySetResult();
            await both.Task;
            return call.Input<int>();
        });
        world.App.Orchestrator("Main", async context => await context.CallActivityAsync<int>("Work", 3) + await context.CallActivityAsync<int>("Work", 4));

        world.Engine.Double("work");

        Assert.Equal(7, await world.RunAsync<int>("Main"));
        Assert.Equal(3, world.App.RunsOf("Work"));
    }

    [Fact]
    public async Task A_missing_result_is_the_default_of_the_type()
    {
        await using var world = await EngineWorld.StartAsync();
        world.App.Activity("Nothing", _ => null);
        world.App.Orchestrator("Main", async context
            => $"{await context.CallActivityAsync<int>("Nothing")}|{await context.CallActivityAsync<string?>("Nothing") ?? "null"}");

        Assert.Equal("0|null", await world.RunAsync<string>("Main"));
    }

    [Fact]
    public async Task Options_given_as_input_are_refused()
    {
        await using var world = await EngineWorld.StartAsync();
        world.App.Activity("Any", _ => null);
        world.App.Orchestrator("Main", async context => await context.CallActivityAsync<string>("Any", (object)new TaskOptions()));

        var done = await world.EndAsync(await world.StartAsync("Main"));

        Assert.Equal(OrchestrationRuntimeStatus.Failed, done.RuntimeStatus);
        Assert.Equal("System.ArgumentException", done.FailureDetails!.ErrorType);
    }

    [Fact]
    public async Task An_orchestration_ends_only_when_no_step_is_open()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var world = await EngineWorld.StartAsync();
        world.App.AsyncActivity("Slow", async _ =>
        {
            await release.Task;
            return null;
        });
        world.App.Orchestrator("Forgets", context =>
        {
            _ = context.CallActivityAsync("Slow");
            return Task.FromResult<object?>("returned");
        });

        var id = await world.StartAsync("Forgets");
        await world.ParkedAsync(id, "activity Slow #0");
        Assert.True((await world.Client.GetInstanceAsync(id))!.IsRunning);
        release.SetResult();

        Assert.Equal("returned", (await world.EndAsync(id)).ReadOutputAs<string>());
    }
}
