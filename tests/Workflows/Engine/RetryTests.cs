using Microsoft.DurableTask;

namespace Countersign.Tests.Workflows.Engine;

public sealed class RetryTests
{
    [Fact]
    public async Task A_policy_waits_longer_each_time_up_to_its_maximum_and_counts_the_first_try()
    {
        List<TimeSpan> at = [];
        await using var world = await EngineWorld.StartAsync();
        var start = world.Time.GetUtcNow();
        world.App.Activity("Breaks", _ =>
        {
            at.Add(world.Time.GetUtcNow() - start);
            throw new InvalidOperationException("no");
        });
        world.App.Orchestrator("Main", async context
            => await context.CallActivityAsync<string>("Breaks", null, TaskOptions.FromRetryPolicy(
                new RetryPolicy(4, TimeSpan.FromSeconds(4), 2, TimeSpan.FromSeconds(10)))));

        var id = await world.StartAsync("Main");
        foreach (var (step, seconds) in new[] { (1, 4), (3, 8), (5, 10) })
        {
            await world.ParkedAsync(id, $"#{step}");
            world.Time.Advance(TimeSpan.FromSeconds(seconds));
        }

        var failed = (await world.EndAsync(id)).FailureDetails!;
        Assert.Equal([0, 4, 12, 22], at.Select(t => (int)t.TotalSeconds));
        Assert.Contains("(#6)", failed.ErrorMessage, StringComparison.Ordinal);
        // The last attempt is followed by one more timer that is due at once.
        Assert.Equal(4, world.Engine.Inspection.Find(id)!.History.Count(e => e is Runtime.Durable.Replay.HistoryEvent.TimerCreated));
    }

    [Fact]
    public async Task A_policy_asks_once_per_failure_and_no_ends_it()
    {
        var asked = 0;
        await using var world = await EngineWorld.StartAsync();
        world.App.Activity("Breaks", _ => throw new InvalidOperationException("fatal: no"));
        world.App.Orchestrator("Main", async context =>
        {
            var policy = new RetryPolicy(5, TimeSpan.FromSeconds(1))
            {
                HandleFailure = f =>
                {
                    if (!context.IsReplaying)
                        asked++;
                    return f.ErrorType != "fatal";
                },
            };
            return await context.CallActivityAsync<string>("Breaks", null, TaskOptions.FromRetryPolicy(policy));
        });

        await world.EndAsync(await world.StartAsync("Main"));

        Assert.Equal(1, asked);
        Assert.Equal(1, world.App.RunsOf("Breaks"));
    }

    [Fact]
    public async Task A_judge_that_throws_ends_the_retries_with_the_failure_itself()
    {
        await using var world = await EngineWorld.StartAsync();
        world.App.Activity("Breaks", _ => throw new InvalidOperationException("the failure"));
        world.App.Orchestrator("Main", async context => await context.CallActivityAsync<string>("Breaks", null, TaskOptions.FromRetryPolicy(
            new RetryPolicy(5, TimeSpan.FromSeconds(1)) { HandleFailure = _ => throw new NotSupportedException() })));

        Assert.Equal("the failure", (await world.EndAsync(await world.StartAsync("Main"))).FailureDetails!.InnerFailure!.ErrorMessage);
    }

    [Fact]
    public async Task No_retry_is_begun_after_the_time_out_of_the_policy()
    {
        await using var world = await EngineWorld.StartAsync();
        world.App.Activity("Breaks", _ => throw new InvalidOperationException("no"));
        world.App.Orchestrator("Main", async context => await context.CallActivityAsync<string>("Breaks", null, TaskOptions.FromRetryPolicy(
            new RetryPolicy(100, TimeSpan.FromSeconds(2), retryTimeout: TimeSpan.FromSeconds(3)))));

        var id = await world.StartAsync("Main");
        foreach (var step in new[] { 1, 3 })
        {
            await world.ParkedAsync(id, $"timer {world.Time.GetUtcNow().AddSeconds(2):yyyy-MM-ddTHH:mm:ss.fff}Z #{step}");
            world.Time.Advance(TimeSpan.FromSeconds(2));
        }

        await world.EndAsync(id);
        Assert.Equal(3, world.App.RunsOf("Breaks"));
    }

    [Fact]
    public async Task A_handler_decides_with_attempt_and_time_and_may_wait_by_a_timer()
    {
        List<string> asked = [];
        await using var world = await EngineWorld.StartAsync();
        world.App.Activity("Breaks", _ => throw new InvalidOperationException("no"));
        world.App.Orchestrator("Main", async context => await context.CallActivityAsync<string>("Breaks", null, TaskOptions.FromRetryHandler(async retry =>
        {
            if (!context.IsReplaying)
                asked.Add($"{retry.LastAttemptNumber} {retry.TotalRetryTime.TotalSeconds} {retry.LastFailure.ErrorMessage}");
            await retry.OrchestrationContext.CreateTimer(TimeSpan.FromSeconds(5), CancellationToken.None);
            return retry.LastAttemptNumber < 2;
        })));

        var id = await world.StartAsync("Main");
        foreach (var step in new[] { 1, 3 })
        {
            await world.ParkedAsync(id, $"#{step}");
            world.Time.Advance(TimeSpan.FromSeconds(5));
        }

        await world.EndAsync(id);
        Assert.Equal(["1 0 no", "2 5 no"], asked);
    }

    [Fact]
    public async Task A_missing_activity_is_retried_like_any_failure()
    {
        await using var world = await EngineWorld.StartAsync();
        world.App.Orchestrator("Main", async context
            => await context.CallActivityAsync<string>("Later", null, TaskOptions.FromRetryPolicy(new RetryPolicy(2, TimeSpan.FromSeconds(1)))));

        var id = await world.StartAsync("Main");
        await world.ParkedAsync(id, "#1");
        world.App.Activity("Later", _ => "there now");
        world.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("there now", (await world.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public void A_policy_refuses_what_makes_no_sense()
    {
        var second = TimeSpan.FromSeconds(1);
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(0, second));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(1, TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(1, second, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(1, second, 1, second / 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(1, second, 1, null, second / 2));
        Assert.Equal(Timeout.InfiniteTimeSpan, new RetryPolicy(1, second, 1, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan).MaxRetryInterval);
    }
}
