using System.Net;
using System.Text.Json.Nodes;
using Countersign.Identity;
using Countersign.Tests.Workflows.Runs;
using Countersign.Vault;

namespace Countersign.Tests.Workflows.Faults;

/// <summary>A person cancels, or stops everything, while a call is on its way and its answer is lost: what came of it is looked up and said.</summary>
public sealed class CancelledUnderWayTests(ProviderFaultTests.ShortWorld world) : IClassFixture<ProviderFaultTests.ShortWorld>
{
    [Theory]
    [InlineData("cancel", "after", "done", 1)]
    [InlineData("cancel", "before", "cancelled", 0)]
    [InlineData("stop", "after", "done", 1)]
    [InlineData("stop", "before", "cancelled", 0)]
    public async Task A_run_that_is_cancelled_while_its_call_is_on_its_way_says_what_came_of_it(string how, string when, string state, int effects)
    {
        var ada = await world.MemberAsync();
        var shop = await world.ShopAsync(ada);
        var run = Member.Text(await ada.AskAsync($"merge pull request 7 of {shop}"), "id");
        await ada.UntilAsync(run, "parked");
        var id = Member.Text(Assert.Single(await ada.ActionsAsync(run)), "id");
        await ada.UntilPendingAsync(id);
        var dropped = new JsonObject { ["host"] = "github", ["method"] = "PUT", ["when"] = when };
        await world.FaultAsync("connection_drop", 1, dropped);
        await ada.AnswerAsync(approve: true);
        await Eventually.TrueAsync(() => world.Sandbox.World.Faults.All.Count == 0, "the line dropped");

        using var ended = await ada.SendAsync(HttpMethod.Post, how == "stop" ? "api/stop" : $"api/runs/{run}/cancel");

        Assert.Equal(HttpStatusCode.OK, ended.StatusCode);
        Assert.Equal("cancelled", Member.Text(await ada.GetAsync($"api/runs/{run}"), "state"));
        Assert.Equal("executing", Member.Text(await ada.GetAsync($"api/actions/{id}"), "state"));
        world.Time.Forward(TimeSpan.FromSeconds(11));
        await world.WakeActionAsync(id);
        var over = await ada.ActionAsync(id, "done", "cancelled", "unknown", "failed", "refused");
        Assert.True(Member.Text(over, "state") == state, over.ToString());
        Assert.Equal(effects, world.EffectsOn(shop).Count);
        Assert.Contains("read.done", (await ada.TrailAsync()).SkipWhile(entry => entry != "run.cancelled cancelled"));
        await world.Client.WaitForInstanceCompletionAsync($"act-{id}").WithinDeadlineAsync();
        Assert.Null(await world.Get<Grants>().EndOfAsync(ada.Id, Id<RunIds>.Parse(run), default));
    }

    /// <summary>The call has to be exchanged for once more after the cancelling: it goes on as it would have, and nothing parks for somebody who said stop.</summary>
    [Fact]
    public async Task A_call_on_its_way_whose_token_is_refused_after_its_run_was_cancelled_goes_on_with_another_token()
    {
        var ada = await world.MemberAsync();
        var shop = await world.ShopAsync(ada);
        var run = Member.Text(await ada.AskAsync($"merge pull request 7 of {shop}"), "id");
        await ada.UntilAsync(run, "parked");
        var id = Member.Text(Assert.Single(await ada.ActionsAsync(run)), "id");
        await ada.UntilPendingAsync(id);
        await world.FaultAsync("github_delay", 1, ada.For(new JsonObject { ["ms"] = 2_500, ["method"] = "PUT" }));
        await world.FaultAsync("github_status", 1, ada.For(new JsonObject { ["status"] = 401, ["method"] = "PUT" }));
        await ada.AnswerAsync(approve: true);
        await ada.ActionAsync(id, "executing");

        using var ended = await ada.SendAsync(HttpMethod.Post, $"api/runs/{run}/cancel");

        Assert.Equal(HttpStatusCode.OK, ended.StatusCode);
        Assert.Equal("done", Member.Text(await ada.ActionAsync(id, "done", "parked", "failed", "refused", "cancelled", "unknown"), "state"));
        Assert.Single(world.EffectsOn(shop));
    }
}
