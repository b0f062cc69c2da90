namespace Countersign.Tests.Workflows.Engine;

/// <summary>What waits costs nothing but its rows.</summary>
public sealed class ParkedTests
{
    [Fact]
    public async Task Parked_instances_beyond_the_bound_are_in_no_memory_and_wake_all_the_same()
    {
        await using var world = await EngineWorld.StartAsync(w => w.MaxCached = 10);
        world.App.Orchestrator("Main", async context => await context.WaitForExternalEvent<int>("go") + context.GetInput<int>());

        var ids = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => world.StartAsync("Main", i)));
        foreach (var id in ids)
            await world.ParkedAsync(id, "go");
        await Eventually.TrueAsync(() => world.Engine.InstancesInMemory <= 10, "idle instances leave the memory");

        for (var i = 0; i < ids.Length; i++)
            await world.Client.RaiseEventAsync(ids[i], "go", 1000);
        for (var i = 0; i < ids.Length; i++)
            Assert.Equal(1000 + i, (await world.EndAsync(ids[i])).ReadOutputAs<int>());
        await Eventually.TrueAsync(() => world.Engine.InstancesInMemory == 0, "finished instances leave the memory");
    }

    [Fact]
    public async Task A_start_of_the_process_loads_no_parked_instance()
    {
        await using var world = await EngineWorld.StartAsync();
        world.App.Orchestrator("Main", async context => await context.WaitForExternalEvent<int>("go"));
        var ids = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => world.StartAsync("Main", i)));
        foreach (var id in ids)
            await world.ParkedAsync(id, "go");

        await world.KillAndOpenAsync();

        Assert.Equal(0, world.Engine.InstancesInMemory);
        Assert.Null(world.Time.NextTimer);
        await world.Client.RaiseEventAsync(ids[0], "go", 1);
        Assert.Equal(1, (await world.EndAsync(ids[0])).ReadOutputAs<int>());
    }

    [Fact]
    public async Task Inspection_says_what_each_instance_waits_for_and_what_happened()
    {
        await using var world = await EngineWorld.StartAsync();
        world.App.Activity("Step", _ => "result");
        world.App.Orchestrator("Main", async context =>
        {
            await context.CallActivityAsync<string>("Step", "input");
            var timer = context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
            await Task.WhenAny(context.WaitForExternalEvent<string>("settled"), timer);
            return null;
        });
        await world.StartAsync("Main", id: "x");
        await world.ParkedAsync("x", "settled");

        var listed = Assert.Single(world.Engine.Inspection.List("x", null, 10, liveOnly: true).Instances);
        var detail = world.Engine.Inspection.Find("x")!;

        Assert.Equal($"timer {world.Time.GetUtcNow().AddDays(1):yyyy-MM-ddTHH:mm:ss.fff}Z #1, event settled", listed.Waits);
        Assert.Equal(
            ["TurnStarted", "ExecutionStarted", "ActivityScheduled", "TurnStarted", "ActivityCompleted", "TimerCreated"],
            detail.History.Select(e => e.GetType().Name));
        Assert.Null(world.Engine.Inspection.Find("nobody"));
    }
}
