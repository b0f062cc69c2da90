using System.Collections.Concurrent;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Countersign.Tests.Workflows.Engine;

/// <summary>Killed at any moment, every instance goes on where it was.</summary>
public sealed class KillTests
{
    /// <summary>An orchestration with every kind of step; its result is the same however often it was interrupted.</summary>
    private static void Write(EngineWorld world, ConcurrentDictionary<string, int> effects)
    {
        world.App.AsyncActivity("Step", async call =>
        {
            effects.AddOrUpdate(call.Raw!, 1, (_, n) => n + 1);
            // What happens during an activity must not be lost, whenever the kill comes.
            await world.Client.RaiseEventAsync(call.InstanceId, "during", call.Input<int>());
            return call.Input<int>() * 10;
        });
        world.App.Orchestrator("Child", async context =>
        {
            var value = await context.CallActivityAsync<int>("Step", context.GetInput<int>());
            context.SendEvent(context.Parent!.InstanceId, "from-child", value);
            return value;
        });
        world.App.Orchestrator("Main", async context =>
        {
            var total = context.GetInput<int>();
            if (total == 0)
            {
                total += await context.CallActivityAsync<int>("Step", 1);
                await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
                total += (await Task.WhenAll(context.CallActivityAsync<int>("Step", 2), context.CallActivityAsync<int>("Step", 3))).Sum();
                context.ContinueAsNew(total);
                return null;
            }

            total += await context.CallSubOrchestratorAsync<int>("Child", 4, new SubOrchestrationOptions(instanceId: context.InstanceId + "-child"));
            total += await context.WaitForExternalEvent<int>("from-child");
            HashSet<int> during = [];
            while (during.Count < 3)
                during.Add(await context.WaitForExternalEvent<int>("during"));
            return $"{total} {string.Join(',', during.Order())}";
        });
    }

    [Fact]
    public async Task A_kill_after_any_commit_changes_nothing_but_how_often_activities_ran()
    {
        var commits = await RunKilledAfterAsync(long.MaxValue);
        Assert.InRange(commits, 10, 200);
        for (var kill = 1L; kill <= commits; kill++)
            await RunKilledAfterAsync(kill);
    }

    /// <returns>How many commits it took.</returns>
    private static async Task<long> RunKilledAfterAsync(long kill)
    {
        var effects = new ConcurrentDictionary<string, int>();
        var commits = 0L;
        var killed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        EngineWorld world = null!;
        world = await EngineWorld.StartAsync(w => w.AfterCommit = number =>
        {
            commits = number;
            if (number == kill && killed.TrySetResult())
                _ = w.Engine.AbandonAsync();
        });
        await using var owned = world;
        Write(world, effects);

        using var moving = new CancellationTokenSource();
        var started = StartAsync(world);
        var time = MoveTimeAsync(world, moving.Token);
        if (kill != long.MaxValue)
        {
            // How commits group differs from run to run: the last ones may not come.
            await started;
            await Task.WhenAny(killed.Task, UntilItEndsAsync(world)).WithinDeadlineAsync();
            await world.Engine.AbandonAsync().WithinDeadlineAsync();
            world.AfterCommit = null;
            await world.OpenAsync();
            started = StartAsync(world);
        }

        await started.WithinDeadlineAsync();
        var done = await world.EndAsync("main");
        await moving.CancelAsync();
        await time;

        Assert.True(done.ReadOutputAs<string>() == "140 1,2,3", $"killed after commit {kill}: {done.RuntimeStatus} {done.SerializedOutput} {done.FailureDetails}");
        Assert.Equal(["1", "2", "3", "4"], effects.Keys.Order());
        Assert.All(effects.Values, times => Assert.InRange(times, 1, 2));
        return commits;
    }

    private static async Task UntilItEndsAsync(EngineWorld world)
    {
        try
        {
            await world.EndAsync("main");
        }
        catch (Exception killed) when (killed is InvalidOperationException or ArgumentNullException)
        {
            // Killed meanwhile, perhaps before it was started at all.
        }
    }

    /// <summary>Repeatable, as the app's starts are: an instance that is there already is success.</summary>
    private static async Task StartAsync(EngineWorld world)
    {
        try
        {
            await world.Client.ScheduleNewOrchestrationInstanceAsync("Main", 0, new StartOrchestrationOptions("main").WithDedupeStatuses(
                OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated));
        }
        catch (global::DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException)
        {
        }
        catch (InvalidOperationException)
        {
            // Killed meanwhile.
        }
    }

    private static async Task MoveTimeAsync(EngineWorld world, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            world.Time.Advance(TimeSpan.FromSeconds(20));
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, CancellationToken.None);
        }
    }

    [Fact]
    public async Task An_activity_that_ends_the_process_every_time_is_set_aside_and_blocks_nobody()
    {
        await using var world = await EngineWorld.StartAsync();
        var never = new TaskCompletionSource<object?>();
        var poisoned = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        world.App.AsyncActivity("Poison", _ =>
        {
            poisoned.TrySetResult();
            return never.Task;
        });
        world.App.Activity("Fine", _ => "fine");
        world.App.Orchestrator("Bad", async context => await context.CallActivityAsync<string>("Poison"));
        world.App.Orchestrator("Good", async context => await context.CallActivityAsync<string>("Fine"));
        var bad = await world.StartAsync("Bad");

        for (var delivery = 1; delivery <= 5; delivery++)
        {
            await poisoned.Task.WithinDeadlineAsync();
            Assert.Equal(delivery, Assert.Single(world.Engine.Inspection.Find(bad)!.Activities).Deliveries);
            Assert.Equal("fine", await world.RunAsync<string>("Good"));
            poisoned = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await world.KillAndOpenAsync();
        }

        var done = await world.EndAsync(bad);
        Assert.Equal(5, world.App.RunsOf("Poison"));
        Assert.Contains("cut short by the end of the process 5 times", done.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
        var aside = Assert.Single(world.Engine.Inspection.SetAside());
        Assert.Equal((bad, "activity", "Poison", 5), (aside.InstanceId, aside.Kind, aside.Name, aside.Deliveries));
    }

    [Fact]
    public async Task A_turn_that_ends_the_process_every_time_is_set_aside_and_blocks_nobody()
    {
        var turns = 0;
        await using var world = await EngineWorld.StartAsync();
        world.App.Orchestrator("Good", _ => Task.FromResult<object?>("fine"));
        world.App.Orchestrator("Bad", context =>
        {
            Interlocked.Increment(ref turns);
            // The kill comes while the turn runs: nothing of it is written.
            Task.Run(world.Engine.AbandonAsync).Wait();
            return Task.FromResult<object?>("never seen");
        });
        await world.Client.ScheduleNewOrchestrationInstanceAsync("Bad", null, new StartOrchestrationOptions("bad"));

        for (var delivery = 1; delivery <= 5; delivery++)
        {
            var now = delivery;
            await Eventually.TrueAsync(() => Volatile.Read(ref turns) == now, $"delivery {now} happens");
            await world.KillAndOpenAsync();
        }

        var done = await world.EndAsync("bad");
        Assert.Equal(5, turns);
        Assert.Contains("cut short by the end of the process 5 times", done.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal("orchestration", Assert.Single(world.Engine.Inspection.SetAside()).Kind);
        Assert.Equal("fine", await world.RunAsync<string>("Good"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Those_that_ran_beside_a_poisonous_activity_get_through(bool poisonFirst)
    {
        await using var world = await EngineWorld.StartAsync();
        var never = new TaskCompletionSource<object?>();
        var runs = 0;
        var kills = 0;
        // Nothing ends while the poison has deliveries left that run beside others: each kill cuts short all alike.
        world.App.AsyncActivity("Poison", _ => never.Task);
        world.App.AsyncActivity("Innocent", _ =>
        {
            Interlocked.Increment(ref runs);
            return Volatile.Read(ref kills) < 4 ? never.Task : Task.FromResult<object?>("through");
        });
        world.App.Orchestrator("Bad", async context => await context.CallActivityAsync<string>("Poison"));
        world.App.Orchestrator("Good", async context => await context.CallActivityAsync<string>("Innocent"));
        var early = poisonFirst ? await world.StartAsync("Bad") : null;
        if (early is not null) await Eventually.TrueAsync(() => world.App.RunsOf("Poison") == 1, "the poison runs");
        var good = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => world.StartAsync("Good")));
        var bad = early ?? await world.StartAsync("Bad");
        for (var kill = 1; kill <= 4; kill++)
        {
            var expected = kill;
            await Eventually.TrueAsync(() => Volatile.Read(ref runs) >= 3 * expected && world.App.RunsOf("Poison") >= expected, "all run");
            kills = kill;
            await world.KillAndOpenAsync();
        }

        // Last deliveries take turns, in whichever order; the poison's ends the process once more, and whoever waited behind it has its turn after.
        await Eventually.TrueAsync(() => world.App.RunsOf("Poison") == 5, "the poison has its last delivery");
        await world.KillAndOpenAsync();

        foreach (var id in good)
            Assert.Equal("through", (await world.EndAsync(id)).ReadOutputAs<string>());
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await world.EndAsync(bad)).RuntimeStatus);
    }
}
