using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Countersign.Tests.Workflows.Engine;

public sealed class ClientTests
{
    private static async Task<EngineWorld> WorldAsync()
    {
        var world = await EngineWorld.StartAsync();
        world.App.Orchestrator("Done", context => Task.FromResult<object?>(context.GetInput<string>()));
        world.App.Orchestrator("Fails", _ => throw new InvalidOperationException("no"));
        world.App.Orchestrator("Waits", async context => await context.WaitForExternalEvent<string>("go"));
        return world;
    }

    [Theory]
    [InlineData("@x")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a?b")]
    [InlineData("a#b")]
    [InlineData("a\nb")]
    [InlineData(" ")]
    public async Task Instance_ids_follow_the_hosts_rules(string id)
    {
        await using var world = await WorldAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => world.StartAsync("Done", null, id));
    }

    [Fact]
    public async Task An_id_has_at_most_256_characters_and_a_made_one_32()
    {
        await using var world = await WorldAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => world.StartAsync("Done", null, new string('x', 257)));
        Assert.Equal(256, (await world.StartAsync("Done", null, new string('x', 256))).Length);
        Assert.Matches("^[0-9a-f]{32}$", await world.StartAsync("Done"));
    }

    [Fact]
    public async Task A_live_instance_is_never_replaced_whatever_is_asked()
    {
        await using var world = await WorldAsync();
        await world.StartAsync("Waits", id: "x");

        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => world.StartAsync("Done", null, "x"));
        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => world.Client.ScheduleNewOrchestrationInstanceAsync(
            "Done", null, new StartOrchestrationOptions("x") { DedupeStatuses = [] }));
    }

    [Fact]
    public async Task A_finished_instance_is_replaced_unless_its_status_is_protected()
    {
        await using var world = await WorldAsync();
        await world.StartAsync("Done", "first", "x");
        await world.EndAsync("x");

        var keep = new StartOrchestrationOptions("x").WithDedupeStatuses(OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed);
        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => world.Client.ScheduleNewOrchestrationInstanceAsync("Done", "second", keep));
        Assert.Equal("first", (await world.EndAsync("x")).ReadOutputAs<string>());

        await world.StartAsync("Fails", null, "x");
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await world.EndAsync("x")).RuntimeStatus);
        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => world.Client.ScheduleNewOrchestrationInstanceAsync("Done", "third", keep));
        await world.StartAsync("Done", "fourth", "x");
        Assert.Equal("fourth", (await world.EndAsync("x")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_status_that_is_none_is_refused()
    {
        await using var world = await WorldAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => world.Client.ScheduleNewOrchestrationInstanceAsync(
            "Done", null, new StartOrchestrationOptions("x") { DedupeStatuses = ["Finished"] }));
        Assert.Null(await world.Client.GetInstanceAsync("x"));
    }

    [Fact]
    public async Task Inputs_and_outputs_are_read_only_when_asked_for()
    {
        await using var world = await WorldAsync();
        await world.StartAsync("Done", "in", "x");
        await world.EndAsync("x");

        var bare = (await world.Client.GetInstanceAsync("x"))!;
        var full = (await world.Client.GetInstanceAsync("x", getInputsAndOutputs: true))!;

        Assert.Null(bare.SerializedInput);
        Assert.Null(bare.SerializedOutput);
        Assert.Throws<InvalidOperationException>(() => bare.ReadOutputAs<string>());
        Assert.Equal(("in", "in"), (full.ReadInputAs<string>(), full.ReadOutputAs<string>()));
        Assert.Null(await world.Client.GetInstanceAsync("nobody"));
    }

    [Fact]
    public async Task Custom_status_is_the_last_one_set_and_null_clears_it()
    {
        await using var world = await WorldAsync();
        world.App.Orchestrator("Says", async context =>
        {
            context.SetCustomStatus(new { Step = 1 });
            await context.WaitForExternalEvent<string>("a");
            context.SetCustomStatus(null);
            await context.WaitForExternalEvent<string>("b");
            context.SetCustomStatus("end");
            return null;
        });
        await world.StartAsync("Says", id: "x");
        await world.ParkedAsync("x", "event a");
        Assert.Equal("{\"Step\":1}", (await world.Client.GetInstanceAsync("x", true))!.SerializedCustomStatus);
        await world.Client.RaiseEventAsync("x", "a");
        await world.ParkedAsync("x", "event b");
        Assert.Null((await world.Client.GetInstanceAsync("x", true))!.SerializedCustomStatus);
        await world.Client.RaiseEventAsync("x", "b");
        Assert.Equal("end", (await world.EndAsync("x")).ReadCustomStatusAs<string>());
    }

    [Fact]
    public async Task A_start_can_be_set_for_later_and_events_wait_for_it()
    {
        await using var world = await WorldAsync();
        await world.Client.ScheduleNewOrchestrationInstanceAsync(
            "Waits", null, new StartOrchestrationOptions("later", world.Time.GetUtcNow().AddHours(2)));
        await world.Client.RaiseEventAsync("later", "go", "early");
        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await world.Client.GetInstanceAsync("later"))!.RuntimeStatus);

        await world.KillAndOpenAsync();
        world.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await world.Client.GetInstanceAsync("later"))!.RuntimeStatus);
        world.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal("early", (await world.EndAsync("later")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Waiting_ends_with_the_status_or_with_its_token()
    {
        await using var world = await WorldAsync();
        await world.StartAsync("Waits", id: "x");
        Assert.True((await world.Client.WaitForInstanceStartAsync("x").WithinDeadlineAsync()).IsRunning);

        using var stop = new CancellationTokenSource();
        var waiting = world.Client.WaitForInstanceCompletionAsync("x", stop.Token);
        stop.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await Assert.ThrowsAnyAsync<ArgumentException>(() => world.Client.WaitForInstanceCompletionAsync("nobody"));
    }

    [Fact]
    public async Task Terminating_ends_a_waiting_or_pending_instance_with_an_output()
    {
        await using var world = await WorldAsync();
        await world.StartAsync("Waits", id: "x");
        await world.Client.ScheduleNewOrchestrationInstanceAsync("Waits", null, new StartOrchestrationOptions("y", world.Time.GetUtcNow().AddHours(2)));

        foreach (var id in new[] { "x", "y" })
        {
            await world.Client.TerminateInstanceAsync(id, (object?)"enough");
            var done = await world.EndAsync(id);
            Assert.Equal(OrchestrationRuntimeStatus.Terminated, done.RuntimeStatus);
            Assert.Equal("enough", done.ReadOutputAs<string>());
        }

        world.Time.Advance(TimeSpan.FromHours(3));
        var late = await Assert.ThrowsAnyAsync<Exception>(() => world.Client.TerminateInstanceAsync("x"));
        var missing = await Assert.ThrowsAnyAsync<Exception>(() => world.Client.TerminateInstanceAsync("nobody"));
        Assert.Contains("FailedPrecondition", late.Message, StringComparison.Ordinal);
        Assert.Contains("NotFound", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_finished_instances_are_purged()
    {
        await using var world = await WorldAsync();
        await world.StartAsync("Done", id: "over");
        await world.StartAsync("Waits", id: "live");
        await world.EndAsync("over");

        Assert.Equal(0, (await world.Client.PurgeInstanceAsync("nobody")).PurgedInstanceCount);
        Assert.Equal(1, (await world.Client.PurgeInstanceAsync("over")).PurgedInstanceCount);
        Assert.Null(await world.Client.GetInstanceAsync("over"));
        var live = await Assert.ThrowsAnyAsync<Exception>(() => world.Client.PurgeInstanceAsync("live"));
        Assert.Contains("FailedPrecondition", live.Message, StringComparison.Ordinal);
        Assert.Contains("Only orchestrations in a terminal state can be purged", live.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Purging_by_filter_takes_finished_instances_of_the_time_and_status_alone()
    {
        await using var world = await WorldAsync();
        foreach (var i in Enumerable.Range(0, 120))
            await world.StartAsync("Done", id: $"old-{i}");
        await world.StartAsync("Fails", id: "failed");
        await world.StartAsync("Waits", id: "live");
        foreach (var i in Enumerable.Range(0, 120))
            await world.EndAsync($"old-{i}");
        await world.EndAsync("failed");
        var then = world.Time.GetUtcNow();
        world.Time.Advance(TimeSpan.FromDays(1));
        await world.StartAsync("Done", id: "new");
        await world.EndAsync("new");

        var some = await world.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(null, then, [OrchestrationRuntimeStatus.Completed]));
        Assert.Equal(120, some.PurgedInstanceCount);
        var rest = await world.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter());
        Assert.Equal(2, rest.PurgedInstanceCount);
        Assert.NotNull(await world.Client.GetInstanceAsync("live"));
    }

    [Fact]
    public async Task Listing_goes_by_pages_prefix_status_and_time()
    {
        await using var world = await WorldAsync();
        foreach (var i in Enumerable.Range(0, 25))
            await world.StartAsync(i % 5 == 0 ? "Waits" : "Done", $"{i}", $"run-{i:00}");
        await world.StartAsync("Done", id: "sweep");
        foreach (var i in Enumerable.Range(0, 25).Where(i => i % 5 != 0))
            await world.EndAsync($"run-{i:00}");

        var pages = new List<Page<OrchestrationMetadata>>();
        await foreach (var page in world.Client.GetAllInstancesAsync(new OrchestrationQuery(InstanceIdPrefix: "run-", PageSize: 10)).AsPages())
            pages.Add(page);
        Assert.Equal([10, 10, 5], pages.Select(p => p.Values.Count));
        Assert.Equal(25, pages.SelectMany(p => p.Values).Select(v => v.InstanceId).Distinct().Count());
        Assert.Null(pages[^1].ContinuationToken);

        List<OrchestrationMetadata> done = [];
        await foreach (var one in world.Client.GetAllInstancesAsync(new OrchestrationQuery(
            InstanceIdPrefix: "run-", Statuses: [OrchestrationRuntimeStatus.Completed], FetchInputsAndOutputs: true, ContinuationToken: pages[0].ContinuationToken)))
        {
            done.Add(one);
        }

        Assert.Equal(12, done.Count);
        Assert.Equal("11", done[0].ReadOutputAs<string>());
        Assert.Empty(world.Client.GetAllInstancesAsync(new OrchestrationQuery(world.Time.GetUtcNow().AddSeconds(1))).ToBlockingEnumerable());
    }

    [Fact]
    public async Task A_suspended_instance_keeps_what_comes_for_later_and_goes_on_in_order()
    {
        await using var world = await WorldAsync();
        world.App.Orchestrator("Collects", async context =>
        {
            List<int> seen = [];
            for (var i = 0; i < 3; i++)
                seen.Add(await context.WaitForExternalEvent<int>("n"));
            return seen;
        });
        await world.StartAsync("Collects", id: "x");
        await world.ParkedAsync("x", "event n");
        await world.Client.SuspendInstanceAsync("x", "hold");
        await Eventually.TrueAsync(
            () => world.Client.GetInstanceAsync("x").Result!.RuntimeStatus == OrchestrationRuntimeStatus.Suspended, "it is suspended");
        foreach (var n in new[] { 1, 2, 3 })
            await world.Client.RaiseEventAsync("x", "n", n);
        await Assert.ThrowsAnyAsync<Exception>(() => world.Client.SuspendInstanceAsync("x"));
        Assert.False((await world.Client.GetInstanceAsync("x"))!.IsRunning);
        await world.KillAndOpenAsync();
        await world.Client.ResumeInstanceAsync("x");

        Assert.Equal([1, 2, 3], (await world.EndAsync("x")).ReadOutputAs<List<int>>()!);
        await Assert.ThrowsAnyAsync<Exception>(() => world.Client.ResumeInstanceAsync("x"));
    }
}
