using Microsoft.DurableTask;

namespace Countersign.Tests.Workflows.Engine;

/// <summary>ContinueAsNew.</summary>
public sealed class StartOverTests
{
    [Fact]
    public async Task Starting_over_keeps_the_id_and_clears_history_and_custom_status()
    {
        await using var world = await EngineWorld.StartAsync();
        world.App.Activity("Step", _ => null);
        world.App.Orchestrator("Main", async context =>
        {
            var n = context.GetInput<int>();
            await context.CallActivityAsync("Step");
            if (n < 3)
            {
                context.SetCustomStatus($"round {n}");
                context.ContinueAsNew(n + 1);
                return "ignored";
            }

            return $"{context.InstanceId} {n}";
        });

        var id = await world.StartAsync("Main", 0, "over");
        var done = await world.EndAsync(id);

        Assert.Equal("over 3", done.ReadOutputAs<string>());
        Assert.Null(done.SerializedCustomStatus);
        Assert.Equal(3, done.ReadInputAs<int>());
        var detail = world.Engine.Inspection.Find(id)!;
        Assert.Equal(3, detail.Instance.Execution);
        Assert.Equal(1, detail.History.Count(e => e is Runtime.Durable.Replay.HistoryEvent.ExecutionStarted));
    }

    [Theory]
    [InlineData(true, new[] { 1, 2, 3, 4, 5 })]
    [InlineData(false, new[] { 5 })]
    public async Task Unconsumed_events_go_along_in_order_unless_they_are_dropped(bool keep, int[] expected)
    {
        await using var world = await EngineWorld.StartAsync();
        world.App.Orchestrator("Main", async context =>
        {
            if (context.GetInput<bool>())
            {
                List<int> seen = [];
                for (var i = 0; i < expected.Length; i++)
                    seen.Add(await context.WaitForExternalEvent<int>("n"));
                return seen;
            }

            await context.WaitForExternalEvent<string>("go");
            context.ContinueAsNew(true, keep);
            return null;
        });

        var id = await world.StartAsync("Main", false);
        await world.ParkedAsync(id, "event go");
        foreach (var n in new[] { 1, 2, 3, 4 })
            await world.Client.RaiseEventAsync(id, "n", n);
        await world.Client.RaiseEventAsync(id, "go");
        if (!keep)
            await world.ParkedAsync(id, "event n");
        await world.Client.RaiseEventAsync(id, "n", 5);

        Assert.Equal(expected, (await world.EndAsync(id)).ReadOutputAs<int[]>()!);
    }

    [Fact]
    public async Task Five_generations_see_five_early_events_in_order()
    {
        await using var world = await EngineWorld.StartAsync();
        world.App.Orchestrator("Main", async context =>
        {
            var seen = context.GetInput<List<int>>()!;
            seen.Add(await context.WaitForExternalEvent<int>("n"));
            if (seen.Count == 5)
                return seen;
            context.ContinueAsNew(seen);
            return null;
        });

        var id = await world.StartAsync("Main", new List<int>());
        await Task.WhenAll(Enumerable.Range(1, 5).Select(n => world.Client.RaiseEventAsync(id, "n", n)));

        Assert.Equal([1, 2, 3, 4, 5], (await world.EndAsync(id)).ReadOutputAs<List<int>>()!);
    }

    [Fact]
    public async Task A_new_version_can_be_taken_on_when_starting_over()
    {
        await using var world = await EngineWorld.StartAsync(w => w.DefaultVersion = "2.0");
        world.App.Orchestrator("Main", context =>
        {
            if (context.GetInput<bool>())
                return Task.FromResult<object?>($"{context.Version} {context.CompareVersionTo("1.5")}");
            context.ContinueAsNew(new ContinueAsNewOptions { NewInput = true, NewVersion = "1.0" });
            return Task.FromResult<object?>(null);
        });

        Assert.Equal("1.0 -1", await world.RunAsync<string>("Main", false));
    }
}
