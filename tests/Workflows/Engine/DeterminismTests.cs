using System.Collections.Concurrent;
using Countersign.Runtime.Durable.Replay;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Countersign.Tests.Workflows.Engine;

/// <summary>Replay: what stays the same, and what is noticed when it does not.</summary>
public sealed partial class DeterminismTests
{
    [Fact]
    public async Task Time_stands_still_within_a_turn_and_is_the_same_on_replay()
    {
        await using var world = await EngineWorld.StartAsync();
        world.App.Orchestrator("Main", async context =>
        {
            var first = context.CurrentUtcDateTime;
            world.Time.Advance(TimeSpan.FromSeconds(1));
            var again = context.CurrentUtcDateTime;
            await context.WaitForExternalEvent<string>("go");
            return new[] { first, again, context.CurrentUtcDateTime };
        });

        var before = world.Time.GetUtcNow().UtcDateTime;
        var id = await world.StartAsync("Main");
        await world.ParkedAsync(id, "go");
        world.Time.Advance(TimeSpan.FromHours(1));
        await world.Client.RaiseEventAsync(id, "go");
        var times = (await world.EndAsync(id)).ReadOutputAs<DateTime[]>()!;

        Assert.Equal(before, times[0]);
        Assert.Equal(times[0], times[1]);
        Assert.Equal(before.AddSeconds(1).AddHours(1), times[2]);
        Assert.All(times, t => Assert.Equal(DateTimeKind.Utc, t.Kind));
    }

    [Fact]
    public async Task Guids_follow_from_instance_time_and_count()
    {
        await using var world = await EngineWorld.StartAsync();
        world.App.Orchestrator("Main", async context =>
        {
            var first = context.NewGuid();
            await context.WaitForExternalEvent<string>("go");
            return new[] { first, context.NewGuid() };
        });

        var start = world.Time.GetUtcNow().UtcDateTime;
        await world.StartAsync("Main", id: "g");
        await world.ParkedAsync("g", "go");
        world.Time.Advance(TimeSpan.FromSeconds(1));
        await world.Client.RaiseEventAsync("g", "go");
        var guids = (await world.EndAsync("g")).ReadOutputAs<Guid[]>()!;

        Assert.Equal(DeterministicGuid.Create($"g_{start:o}_0"), guids[0]);
        Assert.Equal(DeterministicGuid.Create($"g_{start.AddSeconds(1):o}_1"), guids[1]);
        Assert.Equal(5, guids[0].Version);
    }

    [Fact]
    public void The_guid_is_that_of_the_sdk()
        // SHA-1 name-based in the SDK's namespace, computed apart with Python's uuid.uuid5.
        => Assert.Equal(new Guid("8830c930-46da-5196-8600-f9394094c341"), DeterministicGuid.Create("instance_2026-01-05T12:00:00.0000000Z_0"));

    [Fact]
    public async Task A_replay_safe_logger_says_each_thing_once()
    {
        var logs = new Lines();
        await using var world = await EngineWorld.StartAsync(w => w.Logs = logs);
        world.App.Activity("Step", _ => null);
        world.App.Orchestrator("Main", async context =>
        {
            var log = context.CreateReplaySafeLogger("app");
            Say(log, "first");
            await context.CallActivityAsync("Step");
            Say(context.ReplaySafeLoggerFactory.CreateLogger("app"), "second");
            await context.CallActivityAsync("Step");
            Say(context.CreateReplaySafeLogger<DeterminismTests>(), "third");
            return null;
        });

        await world.RunAsync<object>("Main");

        Assert.Equal(["first", "second", "third"], logs.Said.Where(l => l is "first" or "second" or "third"));
    }

    [Theory]
    [InlineData("other name", "sequence ID 0 and name 'Step'", "an activity task and name 'Changed'")]
    [InlineData("other kind", "sequence ID 0 and name 'Step'", "a timer task")]
    [InlineData("gone", "sequence ID 0 and name 'Step'", "hasn't (yet?) scheduled this task")]
    public async Task Changed_code_fails_the_instance_and_the_message_names_the_step(string change, string step, string now)
    {
        await using var world = await EngineWorld.StartAsync();
        world.App.Activity("Step", _ => null).Activity("Changed", _ => null);
        world.App.Orchestrator("Main", async context =>
        {
            await context.CallActivityAsync("Step");
            return await context.WaitForExternalEvent<string>("go");
        });
        var id = await world.StartAsync("Main");
        await world.ParkedAsync(id, "go");

        world.App.Orchestrator("Main", async context =>
        {
            if (change == "other name")
                await context.CallActivityAsync("Changed");
            if (change == "other kind")
                await context.CreateTimer(TimeSpan.FromSeconds(1), CancellationToken.None);
            return await context.WaitForExternalEvent<string>("go");
        });
        await world.Client.RaiseEventAsync(id, "go");

        var failed = (await world.EndAsync(id)).FailureDetails!;
        Assert.Equal("DurableTask.Core.Exceptions.NonDeterministicOrchestrationException", failed.ErrorType);
        Assert.StartsWith("Non-Deterministic workflow detected: A previous execution of this orchestration scheduled an activity task", failed.ErrorMessage);
        Assert.Contains(step, failed.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains(now, failed.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inputs_may_change_between_replays()
    {
        await using var world = await EngineWorld.StartAsync();
        world.App.Activity("Step", call => call.Input<int>());
        var turn = 0;
        world.App.Orchestrator("Main", async context => await context.CallActivityAsync<int>("Step", ++turn));

        Assert.Equal(1, await world.RunAsync<int>("Main"));
    }

    [Theory]
    [InlineData("delay")]
    [InlineData("beside a durable task")]
    [InlineData("after a durable task")]
    public async Task An_await_that_is_not_durable_fails_the_orchestration(string kind)
    {
        await using var world = await EngineWorld.StartAsync();
        world.App.Activity("Step", _ => null);
        world.App.Orchestrator("Main", async context =>
        {
            if (kind == "after a durable task")
                await context.CallActivityAsync("Step");
            var open = kind == "beside a durable task" ? context.WaitForExternalEvent<string>("never") : null;
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
            return open is null ? "went on" : await open;
        });

        var done = await world.EndAsync(await world.StartAsync("Main"));

        Assert.Equal(OrchestrationRuntimeStatus.Failed, done.RuntimeStatus);
        Assert.Equal("System.InvalidOperationException", done.FailureDetails!.ErrorType);
        Assert.StartsWith("An invalid asynchronous invocation was detected.", done.FailureDetails.ErrorMessage);
    }

    [Fact]
    public async Task Leaving_the_orchestrators_thread_fails_the_orchestration()
    {
        await using var world = await EngineWorld.StartAsync();
        world.App.Activity("Step", _ => null);
        world.App.Orchestrator("Main", async context =>
        {
            await context.CallActivityAsync("Step").ConfigureAwait(false);
            return await context.CallActivityAsync<string>("Step").ConfigureAwait(false);
        });

        Assert.StartsWith(
            "An invalid asynchronous invocation was detected.", (await world.EndAsync(await world.StartAsync("Main"))).FailureDetails!.ErrorMessage);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Words}")]
    private static partial void Say(ILogger log, string words);

    private sealed class Lines : ILoggerFactory, ILogger
    {
        public ConcurrentQueue<string> Said { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public void Dispose()
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => Said.Enqueue(formatter(state, exception));
    }
}
