using System.Diagnostics;

namespace Countersign.Tests.Workflows.Engine;

public sealed class TraceTests
{
    [Fact]
    public async Task An_activity_belongs_to_the_trace_of_whoever_started_the_orchestration_over_children_and_restarts()
    {
        await using var world = await EngineWorld.StartAsync();
        world.App.Activity("Trace", _ => Activity.Current?.TraceId.ToString());
        world.App.Orchestrator("Child", async context =>
        {
            await context.WaitForExternalEvent<string>("go");
            return await context.CallActivityAsync<string>("Trace");
        });
        world.App.Orchestrator("Main", async context => await context.CallSubOrchestratorAsync<string>("Child", null, new Microsoft.DurableTask.SubOrchestrationOptions(instanceId: "kid")));

        string trace;
        using (var door = new Activity("door").Start())
        {
            trace = door.TraceId.ToString();
            await world.StartAsync("Main", id: "x");
        }

        await world.ParkedAsync("kid", "go");
        await world.KillAndOpenAsync();
        await world.Client.RaiseEventAsync("kid", "go");

        Assert.Equal(trace, (await world.EndAsync("x")).ReadOutputAs<string>());
    }
}
