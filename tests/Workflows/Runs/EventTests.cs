using System.Net;
using System.Text.Json;
using Countersign.Approvals;
using static Countersign.Tests.Workflows.Runs.Member;

namespace Countersign.Tests.Workflows.Runs;

/// <summary>Events that come while an instance is in the middle of a step: none is lost, and none does harm.</summary>
public sealed class EventTests(RunWorld world) : IClassFixture<RunWorld>, IDisposable
{
    [Theory]
    [InlineData("Think", false)]
    [InlineData("ReadForRun", false)]
    [InlineData("ProposeForRun", false)]
    [InlineData("AnswerForRun", false)]
    [InlineData("ParkRun", false)]
    [InlineData("ReadActionState", true)]
    [InlineData("ResolveAction", true)]
    [InlineData("DecideAction", true)]
    [InlineData("AskApproval", true)]
    [InlineData("ParkAction", true)]
    [InlineData("ExecuteAction", true)]
    public async Task An_event_that_comes_while_an_activity_runs_loses_nothing(string activity, bool ofAction)
    {
        var ada = await world.MemberAsync(linked: activity != "ParkRun");
        var shop = await world.ShopAsync(ada);
        await ada.AlwaysAsync("approve");
        // What is resolved when it is proposed leaves Act nothing to resolve and to decide.
        if (activity is "ResolveAction" or "DecideAction")
            await world.ControlAsync("faults", new() { ["kind"] = "github_status", ["status"] = 503, ["method"] = "GET", ["path_suffix"] = "/pulls/7", ["times"] = 1 });
        var came = During(activity, 2, async (run, next) =>
        {
            var instance = ofAction ? $"act-{Text(Assert.Single(await ada.ActionsAsync(run)), "id")}" : $"run-{run}";
            await world.Client.RaiseEventAsync(instance, Wake.Event, new Wake());
            await Eventually.TrueAsync(() => world.Engine.Inspection.Find(instance)!.Inbox.Count == 0, "the orchestrator has seen the event in the middle of its step");
            await next();
            await world.Client.RaiseEventAsync(instance, Wake.Event, new Wake());
        });

        var run = await AskAsync(ada, $"show issue 1 of {shop} and then merge pull request 7 of {shop}");
        Assert.Equal(run, await came.WithinDeadlineAsync());
        if (activity == "ParkRun") await ada.LinkAsync();

        await DoneWithOneMergeAsync(ada, run, shop);
    }

    [Theory]
    [InlineData("Think", false)]
    [InlineData("Think", true)]
    [InlineData("AskApproval", false)]
    [InlineData("AskApproval", true)]
    public async Task A_run_that_is_cancelled_while_an_activity_runs_has_no_effect(string activity, bool afterItsWork)
    {
        var ada = await world.MemberAsync();
        var shop = await world.ShopAsync(ada);
        await ada.AlwaysAsync("approve");
        var came = During(activity, 1, async (run, next) =>
        {
            if (afterItsWork) await next();
            using var cancelled = await ada.SendAsync(HttpMethod.Post, $"api/runs/{run}/cancel");
            Assert.Equal(HttpStatusCode.OK, cancelled.StatusCode);
            if (!afterItsWork) await next();
        });

        var run = await AskAsync(ada, $"merge pull request 7 of {shop}");
        await came.WithinDeadlineAsync();
        await world.Client.WaitForInstanceCompletionAsync($"run-{run}").WithinDeadlineAsync();

        Assert.Equal("cancelled", Text(await ada.GetAsync($"api/runs/{run}"), "state"));
        var actions = await ada.ActionsAsync(run);
        Assert.Equal(activity == "Think" ? [] : ["cancelled"], actions.Select(action => Text(action, "state")));
        Assert.Empty(world.EffectsOn(shop));
    }

    [Fact]
    public async Task An_approval_that_is_settled_while_its_action_parks_carries_the_action_on()
    {
        var ada = await world.MemberAsync();
        var shop = await world.ShopAsync(ada);
        var came = During("ParkAction", 1, async (run, next) =>
        {
            await next();
            var action = Assert.Single(await ada.ActionsAsync(run));
            await ada.AnswerAsync(approve: true);
            await Eventually.TrueAsync(() => StateOfApproval(ada, action) == "approved", "the approval is settled");
            var instance = $"act-{Text(action, "id")}";
            await Eventually.TrueAsync(
                () => world.Engine.Inspection.Find(instance)!.History.Any(one => one is Countersign.Runtime.Durable.Replay.HistoryEvent.EventRaised), "the action was woken");
        });

        var run = await AskAsync(ada, $"merge pull request 7 of {shop}");
        await came.WithinDeadlineAsync();

        await DoneWithOneMergeAsync(ada, run, shop);
    }

    [Fact]
    public async Task An_account_that_is_linked_while_its_run_parks_carries_the_run_on()
    {
        var ada = await world.MemberAsync(linked: false);
        var shop = await world.ShopAsync(ada);
        await ada.AlwaysAsync("approve");
        var came = During("ParkRun", 1, async (_, next) =>
        {
            await next();
            await ada.LinkAsync();
        });

        var run = await AskAsync(ada, $"show issue 1 of {shop} and then merge pull request 7 of {shop}");
        await came.WithinDeadlineAsync();

        await DoneWithOneMergeAsync(ada, run, shop);
    }

    public void Dispose() => world.AroundActivity = null;

    private TaskCompletionSource<string> _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Acts while an activity of this name runs, the first so many times; what happens is told of the run's id.</summary>
    /// <returns>Ends after the first time, with the run's id.</returns>
    private Task<string> During(string activity, int times, Func<string, Func<Task>, Task> act)
    {
        _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var seen = 0;
        world.AroundActivity = async (name, next) =>
        {
            if (name != activity || Interlocked.Increment(ref seen) > times)
            {
                await next();
                return;
            }

            try
            {
                var run = await _asked.Task.WithinDeadlineAsync();
                await act(run, next);
                first.TrySetResult(run);
            }
            catch (Exception e)
            {
                first.TrySetException(e);
                throw;
            }
        };
        return first.Task;
    }

    private async Task<string> AskAsync(Member member, string message)
    {
        var run = Text(await member.AskAsync(message), "id");
        _asked.SetResult(run);
        return run;
    }

    private async Task DoneWithOneMergeAsync(Member member, string run, string shop)
    {
        var over = await member.OverAsync(run);
        Assert.True(Text(over, "state") == "done", over.ToString());
        await world.Client.WaitForInstanceCompletionAsync($"run-{run}").WithinDeadlineAsync();
        Assert.Equal("merge", Assert.Single(world.EffectsOn(shop)).Kind);
        Assert.Single(member.Pushes);
        Assert.Equal("done", Text(Assert.Single(await member.ActionsAsync(run)), "state"));
    }

    private static string StateOfApproval(Member member, JsonElement action) =>
        Text(member.GetAsync($"api/approvals/{Text(action, "approval")}").GetAwaiter().GetResult(), "state");
}
