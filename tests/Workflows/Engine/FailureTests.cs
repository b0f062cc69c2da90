using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Countersign.Tests.Workflows.Engine;

/// <summary>What is left of a failure: as little as under the real host.</summary>
public sealed class FailureTests
{
    [Theory]
    [InlineData("it broke", "(unknown)", "it broke")]
    [InlineData("quota: used up\nmore", "quota", "used up")]
    [InlineData("", "(unknown)", "")]
    public async Task A_failed_activity_keeps_only_what_its_message_says(string thrown, string type, string message)
    {
        await using var world = await EngineWorld.StartAsync();
        world.App.Activity("Breaks", _ => throw new TimeoutException(thrown, new InvalidOperationException("inner")));
        world.App.Orchestrator("Main", async context =>
        {
            await context.CallActivityAsync("Fine");
            try
            {
                await context.CallActivityAsync("Breaks");
                return null;
            }
            catch (TaskFailedException e)
            {
                var d = e.FailureDetails;
                return $"{e.TaskName}|{e.TaskId}|{d.ErrorType}|{d.ErrorMessage}|{d.InnerFailure is null}|{d.IsCausedBy<TimeoutException>()}|{e.Message}";
            }
        });
        world.App.Activity("Fine", _ => null);

        Assert.Equal(
            $"Breaks|1|{type}|{message}|True|False|Task 'Breaks' (#1) failed with an unhandled exception: {message}", await world.RunAsync<string>("Main"));
    }

    [Fact]
    public async Task A_failed_orchestration_keeps_type_and_inner_failures_and_its_output_is_bare_text()
    {
        await using var world = await EngineWorld.StartAsync();
        world.App.Orchestrator("Main", _ => throw new InvalidOperationException("outer", new TimeoutException("inner")));

        var done = await world.EndAsync(await world.StartAsync("Main"));

        Assert.Equal(OrchestrationRuntimeStatus.Failed, done.RuntimeStatus);
        Assert.Equal("System.InvalidOperationException", done.FailureDetails!.ErrorType);
        Assert.Equal("outer", done.FailureDetails.ErrorMessage);
        Assert.Equal("System.TimeoutException", done.FailureDetails.InnerFailure!.ErrorType);
        Assert.True(done.FailureDetails.IsCausedBy<SystemException>());
        Assert.False(done.FailureDetails.IsCausedBy<TimeoutException>());
        Assert.Equal("outer", done.SerializedOutput);
        Assert.ThrowsAny<System.Text.Json.JsonException>(() => done.ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_activity_failure_that_escapes_stands_one_level_below()
    {
        await using var world = await EngineWorld.StartAsync();
        world.App.Activity("Breaks", _ => throw new TimeoutException("too slow"));
        world.App.Orchestrator("Child", async context => await context.CallActivityAsync<string>("Breaks"));
        world.App.Orchestrator("Parent", async context =>
        {
            try
            {
                return await context.CallSubOrchestratorAsync<string>("Child");
            }
            catch (TaskFailedException e)
            {
                return $"{e.FailureDetails.ErrorType}|{e.FailureDetails.InnerFailure!.ErrorType}|{e.FailureDetails.InnerFailure.ErrorMessage}";
            }
        });

        Assert.Equal("Microsoft.DurableTask.TaskFailedException|(unknown)|too slow", await world.RunAsync<string>("Parent"));
    }

    [Fact]
    public async Task An_unknown_activity_fails_without_details()
    {
        await using var world = await EngineWorld.StartAsync();
        world.App.Orchestrator("Main", async context =>
        {
            try
            {
                return await context.CallActivityAsync<string>("Missing");
            }
            catch (TaskFailedException e)
            {
                return $"{e.FailureDetails.ErrorType}|{e.FailureDetails.ErrorMessage}|{e.Message}";
            }
        });

        var text = await world.RunAsync<string>("Main");

        Assert.StartsWith("(unknown)|(unknown)|Task 'Missing' (#0) failed with an unhandled exception: The function 'Missing' doesn't exist", text);
    }

    [Fact]
    public async Task An_unknown_orchestrator_is_started_and_then_fails()
    {
        await using var world = await EngineWorld.StartAsync();

        var done = await world.EndAsync(await world.StartAsync("Missing"));

        Assert.Equal(OrchestrationRuntimeStatus.Failed, done.RuntimeStatus);
        Assert.StartsWith("The function 'Missing' doesn't exist, is disabled, or is not an orchestrator function.", done.FailureDetails!.ErrorMessage);
    }

    [Fact]
    public async Task A_throw_with_an_open_timer_fails_the_orchestration_only_when_the_timer_has_fired()
    {
        await using var world = await EngineWorld.StartAsync();
        world.App.Orchestrator("Main", context =>
        {
            _ = context.CreateTimer(TimeSpan.FromSeconds(2), CancellationToken.None);
            throw new InvalidOperationException("early");
        });

        var id = await world.StartAsync("Main");
        await world.ParkedAsync(id, "timer");
        Assert.True((await world.Client.GetInstanceAsync(id))!.IsRunning);
        world.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal("early", (await world.EndAsync(id)).FailureDetails!.ErrorMessage);
    }
}
