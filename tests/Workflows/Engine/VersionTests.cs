using Countersign.Runtime.Durable;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Countersign.Tests.Workflows.Engine;

public sealed class VersionTests
{
    [Fact]
    public async Task An_instance_keeps_its_version_for_life_and_can_compare_it()
    {
        await using var world = await EngineWorld.StartAsync();
        world.App.Orchestrator("Main", async context =>
        {
            await context.WaitForExternalEvent<string>("go");
            return $"{context.Version} {context.CompareVersionTo("2.0")} {context.CompareVersionTo("1.0")} {context.CompareVersionTo("")}";
        });
        var id = await world.StartAsync("Main");
        await world.ParkedAsync(id, "go");

        world.DefaultVersion = "2.0";
        await world.KillAndOpenAsync();
        await world.Client.RaiseEventAsync(id, "go");

        Assert.Equal("1.0 -1 0 1", (await world.EndAsync(id)).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData(VersionMatch.CurrentOrOlder, "2.0")]
    [InlineData(VersionMatch.Strict, "0.9")]
    internal async Task A_version_that_does_not_match_is_left_alone_until_a_process_can_run_it(VersionMatch match, string version)
    {
        await using var world = await EngineWorld.StartAsync(w => w.Match = match);
        world.App.Orchestrator("Main", context => Task.FromResult<object?>(context.Version));
        world.App.Orchestrator("Other", _ => Task.FromResult<object?>("ran"));
        await world.Client.ScheduleNewOrchestrationInstanceAsync("Main", null, new StartOrchestrationOptions("v") { Version = version });

        Assert.Equal("ran", await world.RunAsync<string>("Other"));
        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await world.Client.GetInstanceAsync("v"))!.RuntimeStatus);

        world.DefaultVersion = version;
        await world.KillAndOpenAsync();
        Assert.Equal(version, (await world.EndAsync("v")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_version_that_does_not_match_fails_where_that_is_asked_for()
    {
        await using var world = await EngineWorld.StartAsync(w => w.Failure = VersionFailure.Fail);
        world.App.Orchestrator("Main", context => Task.FromResult<object?>(context.Version));

        await world.Client.ScheduleNewOrchestrationInstanceAsync("Main", null, new StartOrchestrationOptions("v") { Version = "2.0" });

        var failed = (await world.EndAsync("v")).FailureDetails!;
        Assert.Equal("VersionMismatch", failed.ErrorType);
        Assert.Equal("The orchestration version '2.0' is greater than the worker version '1.0'.", failed.ErrorMessage);
    }

    [Fact]
    public async Task Without_a_strategy_every_version_runs()
    {
        await using var world = await EngineWorld.StartAsync(w => w.Match = VersionMatch.None);
        world.App.Orchestrator("Main", context => Task.FromResult<object?>(context.Version));

        await world.Client.ScheduleNewOrchestrationInstanceAsync("Main", null, new StartOrchestrationOptions("v") { Version = "9.0" });

        Assert.Equal("9.0", (await world.EndAsync("v")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Children_get_the_default_version_unless_one_is_given()
    {
        await using var world = await EngineWorld.StartAsync(w => w.DefaultVersion = "3.0");
        world.App.Orchestrator("Child", context => Task.FromResult<object?>(context.Version));
        world.App.Orchestrator("Parent", async context => new[]
        {
            await context.CallSubOrchestratorAsync<string>("Child"),
            await context.CallSubOrchestratorAsync<string>("Child", null, new SubOrchestrationOptions { Version = "1.5" }),
        });
        await world.Client.ScheduleNewOrchestrationInstanceAsync("Parent", null, new StartOrchestrationOptions("p") { Version = "2.0" });

        Assert.Equal(["3.0", "1.5"], (await world.EndAsync("p")).ReadOutputAs<string[]>()!);
    }

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "1.0", -1)]
    [InlineData("1.10", "1.9", 1)]
    [InlineData("b", "A", 1)]
    public void Versions_are_ordered_as_the_sdk_orders_them(string one, string other, int expected)
        => Assert.Equal(expected, Math.Sign(Runtime.Durable.Replay.OrchestrationVersion.Compare(one, other)));
}
