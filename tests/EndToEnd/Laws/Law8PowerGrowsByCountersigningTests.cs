using System.Text.Json.Nodes;
using Countersign.Tests.EndToEnd.Live;

namespace Countersign.Tests.EndToEnd.Laws;

/// <summary>Law 8: power grows only by countersigning; tightening and stopping are immediate.</summary>
public sealed class Law8PowerGrowsByCountersigningTests(SharedWorld shared) : IClassFixture<SharedWorld>
{
    /// <summary>Every route that changes something, with what it does to a person's power. One that loosens has no place here.</summary>
    private static readonly string[] Changing =
    [
        "POST /api/accounts/refresh", // looks
        "POST /api/accounts/{connection}/check", // looks
        "POST /api/accounts/{connection}/confirm", // pins the account that is linked already
        "POST /api/accounts/{connection}/unlink", // tightens
        "POST /api/actions", // proposes
        "POST /api/actions/{id}/cancel", // stops
        "POST /api/approvals/{id}/ask-again", // asks
        "POST /api/approvals/{id}/withdraw", // stops
        "POST /api/phone/check", // looks
        "POST /api/runs", // starts
        "POST /api/runs/{id}/cancel", // stops
        "POST /api/runs/{id}/grant", // goes on with what was allowed
        "POST /api/stop", // stops
    ];

    [Fact]
    public async Task No_route_loosens_anything()
    {
        var description = (await shared.World.Door().GetAsync("api/openapi.json", default)).Json;
        var routes = from path in description.GetProperty("paths").EnumerateObject()
                     from method in path.Value.EnumerateObject()
                     where method.Name is "post" or "put" or "patch" or "delete"
                     select $"{method.Name.ToUpperInvariant()} {path.Name}";

        Assert.Equal(Changing, routes.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_tool_that_writes_is_stepped_up()
    {
        using var ada = await Someone.NewAsync(shared.World);

        var tools = (await ada.ReadAsync("api/tools")).GetProperty("tools").EnumerateArray().ToList();

        Assert.Contains(tools, tool => tool.GetProperty("risk").GetString() != "read");
        Assert.All(tools, tool => Assert.Equal(tool.GetProperty("risk").GetString() == "read" ? "allow" : "step_up", tool.GetProperty("decision").GetString()));
    }

    [Fact]
    public async Task What_is_destructive_is_asked_for_again_after_any_number_of_approvals()
    {
        using var ada = await Someone.NewAsync(shared.World);
        foreach (var number in (int[])[7, 10])
        {
            var (action, push) = await ada.ProposeMergeAsync(number);
            Assert.Equal("destructive", (await ada.ReadAsync($"api/actions/{action}")).GetProperty("risk").GetString());
            await ada.Phone.ApproveAsync(push);
            await ada.ActionAsync(action, "done");
        }

        var (third, _) = await ada.ProposeMergeAsync(11);

        Assert.Equal("step_up", (await ada.ReadAsync($"api/actions/{third}")).GetProperty("decision").GetString());
        Assert.False(await ada.IsMergedAsync(11));
    }

    [Fact]
    public async Task Stop_ends_runs_and_direct_calls_at_once_and_an_approval_that_comes_after_it_does_nothing()
    {
        using var ada = await Someone.NewAsync(shared.World);
        var run = await ada.AskAsync($"merge pull request 7 of {ada.Repository}");
        var first = await ada.Phone.NextAsync();
        await ada.RunAsync(run, "parked");
        var (action, second) = await ada.ProposeMergeAsync(10);

        var stopped = await ada.Doors.PostAsync("api/stop", null, default);

        Assert.True(stopped.Ok, stopped.Json.ToString());
        Assert.Equal("cancelled", (await ada.ReadAsync($"api/runs/{run}")).GetProperty("state").GetString());
        Assert.Equal("cancelled", (await ada.ReadAsync($"api/actions/{action}")).GetProperty("state").GetString());
        Assert.All((await ada.ReadAsync("api/approvals")).GetProperty("items").EnumerateArray(), approval => Assert.Equal("withdrawn", approval.GetProperty("state").GetString()));
        await ada.Phone.ApproveAsync(first);
        await ada.Phone.ApproveAsync(second);

        // What comes after it in the same queues is done, and it is not.
        await ada.Phone.AnswersAsync("approve");
        await ada.RunAsync(await ada.AskAsync($"merge pull request 11 of {ada.Repository}"), "done");
        Assert.Equal(["merge"], await ada.EffectsAsync());
        Assert.Equal((false, false, true), (await ada.IsMergedAsync(7), await ada.IsMergedAsync(10), await ada.IsMergedAsync(11)));
    }

    [Fact]
    public async Task Unlinking_is_immediate()
    {
        using var ada = await Someone.NewAsync(shared.World);
        var (action, push) = await ada.ProposeMergeAsync(7);

        Assert.True((await ada.Doors.PostAsync("api/accounts/github/unlink", null, default)).Ok);
        await ada.Phone.ApproveAsync(push);

        await ada.ActionAsync(action, "cancelled", "refused", "parked");
        var read = await ada.UseAsync("github.list_issues", new JsonObject { ["repository"] = ada.Repository });
        ProblemAssert.Is(read, 409, "needs-you");
        Assert.Empty(await ada.EffectsAsync());
    }
}
