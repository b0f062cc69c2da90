using DurableTask.Core.Exceptions;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Countersign.Tests.Workflows.Engine;

/// <summary>Changes of many instances share a commit: what is wrong with one of them is not the others'.</summary>
public sealed class GroupTests
{
    [Fact]
    public async Task Starts_that_share_a_commit_with_refused_ones_begin_once_each()
    {
        await using var world = await EngineWorld.StartAsync();
        world.App.Activity("Do", _ => null);
        world.App.Orchestrator("Main", async context =>
        {
            await context.CallActivityAsync("Do");
            return context.InstanceId;
        });
        var ids = Enumerable.Range(0, 60).Select(i => i % 6 == 5 ? "taken" : $"i{i}").ToList();

        var begun = await Task.WhenAll(ids.Select(async (id, i) =>
        {
            if (i % 7 == 0)
                await Assert.ThrowsAsync<RpcException>(() => world.Client.RaiseEventAsync($"nobody-{i}", "event")).WithinDeadlineAsync();
            return await BeginsAsync(world, id);
        })).WithinDeadlineAsync();

        Assert.Equal(51, begun.Count(one => one));
        foreach (var id in ids.Distinct())
            Assert.Equal(OrchestrationRuntimeStatus.Completed, (await world.EndAsync(id)).RuntimeStatus);
        Assert.Equal(51, world.App.RunsOf("Do"));
        Assert.Empty(world.Lost);
    }

    /// <summary>Half a character cannot be written down: whatever an instance says that holds one, the file and everybody else go on.</summary>
    [Fact]
    public async Task What_one_instance_says_that_is_no_text_is_written_all_the_same_and_loses_nobody_anything()
    {
        const string half = "half \ud800: of one \udc00";
        await using var world = await EngineWorld.StartAsync();
        world.App.Activity("Breaks", _ => throw new TimeoutException(half));
        world.App.Activity("Do", _ => half);
        world.App.Orchestrator("Strange", async context =>
        {
            context.SetCustomStatus(half);
            await context.CallActivityAsync<string>("Do", half);
            var told = await context.WaitForExternalEvent<string>("told");
            await context.CallActivityAsync("Breaks", told);
            return null;
        });
        world.App.Orchestrator("Plain", async context => await context.CallActivityAsync<string>("Do"));

        var strange = await world.Client.ScheduleNewOrchestrationInstanceAsync("Strange", half).WithinDeadlineAsync();
        var plain = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => world.Client.ScheduleNewOrchestrationInstanceAsync("Plain", (object?)null, new StartOrchestrationOptions($"plain-{i}")))).WithinDeadlineAsync();
        await world.Client.RaiseEventAsync(strange, "told", half).WithinDeadlineAsync();

        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await world.EndAsync(strange)).RuntimeStatus);
        foreach (var id in plain)
            Assert.Equal(OrchestrationRuntimeStatus.Completed, (await world.EndAsync(id)).RuntimeStatus);
        Assert.Empty(world.Lost);
    }

    private static async Task<bool> BeginsAsync(EngineWorld world, string id)
    {
        var options = new StartOrchestrationOptions(id).WithDedupeStatuses([.. Enum.GetValues<OrchestrationRuntimeStatus>()]);
        try
        {
            await world.Client.ScheduleNewOrchestrationInstanceAsync("Main", (object?)null, options);
            return true;
        }
        catch (OrchestrationAlreadyExistsException)
        {
            return false;
        }
    }
}
