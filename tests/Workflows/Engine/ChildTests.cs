using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Countersign.Tests.Workflows.Engine;

public sealed class ChildTests
{
    [Fact]
    public async Task A_child_knows_its_parent_and_answers_it()
    {
        await using var world = await EngineWorld.StartAsync();
        world.App.Orchestrator("Child", context
            => Task.FromResult<object?>($"{context.Parent!.Name}/{context.Parent.InstanceId} {context.InstanceId} {context.GetInput<int>()} {context.Version}"));
        world.App.Orchestrator("Parent", async context =>
        {
            var named = await context.CallSubOrchestratorAsync<string>("Child", 1, new SubOrchestrationOptions(instanceId: context.InstanceId + "-a"));
            var free = await context.CallSubOrchestratorAsync<string>("child", 2);
            return new[] { named, free };
        });

        await world.StartAsync("Parent", id: "p");
        var seen = (await world.EndAsync("p")).ReadOutputAs<string[]>()!;

        Assert.Equal("Parent/p p-a 1 1.0", seen[0]);
        Assert.Matches("^Parent/p [0-9a-f]{32} 2 1.0$", seen[1]);
    }

    [Fact]
    public async Task A_failed_child_that_is_tried_again_is_the_same_instance()
    {
        var tries = 0;
        await using var world = await EngineWorld.StartAsync();
        world.App.Activity("Count", _ => ++tries);
        world.App.Orchestrator("Child", async context => await context.CallActivityAsync<int>("Count") < 3
            ? throw new InvalidOperationException("not yet")
            : context.InstanceId);
        world.App.Orchestrator("Parent", async context => await context.CallSubOrchestratorAsync<string>(
            "Child", null, new SubOrchestrationOptions(TaskOptions.FromRetryHandler(_ => true), "the-child")));

        Assert.Equal("the-child", await world.RunAsync<string>("Parent"));
        Assert.Equal(3, tries);
    }

    [Fact]
    public async Task Terminating_a_parent_leaves_its_children_alone()
    {
        await using var world = await EngineWorld.StartAsync();
        world.App.Orchestrator("Child", async context => await context.WaitForExternalEvent<string>("end"));
        world.App.Orchestrator("Parent", async context
            => await context.CallSubOrchestratorAsync<string>("Child", null, new SubOrchestrationOptions(instanceId: "kid")));

        await world.StartAsync("Parent", id: "p");
        await world.ParkedAsync("kid", "event end");
        await world.Client.TerminateInstanceAsync("p", new TerminateInstanceOptions("stop", Recursive: true));

        var parent = await world.EndAsync("p");
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, parent.RuntimeStatus);
        Assert.Equal("stop", parent.ReadOutputAs<string>());
        Assert.True((await world.Client.GetInstanceAsync("kid"))!.IsRunning);
        await world.Client.RaiseEventAsync("kid", "end", "ended");
        Assert.Equal("ended", (await world.EndAsync("kid")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_terminated_child_fails_its_parent_without_details()
    {
        await using var world = await EngineWorld.StartAsync();
        world.App.Orchestrator("Child", async context => await context.WaitForExternalEvent<string>("end"));
        world.App.Orchestrator("Parent", async context =>
        {
            try
            {
                return await context.CallSubOrchestratorAsync<string>("Child", null, new SubOrchestrationOptions(instanceId: "kid"));
            }
            catch (TaskFailedException e)
            {
                return $"{e.TaskName} {e.FailureDetails is null}";
            }
        });

        await world.StartAsync("Parent", id: "p");
        await world.ParkedAsync("kid", "event end");
        await world.Client.TerminateInstanceAsync("kid");

        Assert.Equal("Child True", (await world.EndAsync("p")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_second_parent_that_uses_the_id_of_a_live_child_waits_for_ever()
    {
        await using var world = await EngineWorld.StartAsync();
        world.App.Orchestrator("Child", async context => await context.WaitForExternalEvent<string>("end"));
        world.App.Orchestrator("Parent", async context
            => await context.CallSubOrchestratorAsync<string>("Child", null, new SubOrchestrationOptions(instanceId: "shared")));

        await world.StartAsync("Parent", id: "one");
        await world.ParkedAsync("one", "child shared");
        await world.StartAsync("Parent", id: "two");
        await world.ParkedAsync("two", "child shared");
        await world.Client.RaiseEventAsync("shared", "end", "x");

        Assert.Equal("x", (await world.EndAsync("one")).ReadOutputAs<string>());
        Assert.True((await world.Client.GetInstanceAsync("two"))!.IsRunning);
    }
}
