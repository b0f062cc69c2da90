using System.Text.Json.Nodes;
using Countersign.Tests.EndToEnd.Live;

namespace Countersign.Tests.EndToEnd.Laws;

/// <summary>Law 3: at most one effect; after any kill exactly one, or an unknown that is said.</summary>
public sealed class Law3AtMostOneEffectTests(OwnWorld own) : IClassFixture<OwnWorld>
{
    [Fact]
    public async Task Killed_while_the_person_answers_it_is_merged_once()
    {
        using var ada = await Someone.NewAsync(own.World);
        var (action, push) = await ada.ProposeMergeAsync(7);

        own.World.Kill();
        await ada.Phone.ApproveAsync(push);
        await own.World.RestartAsync();

        await ada.ActionAsync(action, "done");
        Assert.Equal(["merge"], await ada.EffectsAsync());
    }

    [Fact]
    public async Task Killed_with_the_call_on_its_way_it_is_merged_once()
    {
        using var ada = await Someone.NewAsync(own.World);
        await own.World.Control.FaultAsync("github_delay", 1, new JsonObject { ["ms"] = 20_000, ["method"] = "PUT", ["match"] = new JsonObject { ["repository"] = ada.Repository } });
        var (action, push) = await ada.ProposeMergeAsync(7);
        await ada.Phone.ApproveAsync(push);
        await ada.ActionAsync(action, "executing");

        own.World.Kill();
        await own.World.RestartAsync();

        await ada.ActionAsync(action, "done");
        Assert.Equal(["merge"], await ada.EffectsAsync());
    }

    [Fact]
    public async Task Killed_after_the_effect_and_before_its_record_it_is_found_and_not_repeated()
    {
        using var ada = await Someone.NewAsync(own.World);
        var (action, push) = await ada.ProposeMergeAsync(7);
        own.World.Store.RefuseEntries("action.done");
        await ada.Phone.ApproveAsync(push);
        await Eventually.ComesAsync(async () => await ada.IsMergedAsync(7) ? (bool?)true : null, () => "the world saw the merge");

        own.World.Kill();
        own.World.Store.RefuseNoMore();
        await own.World.RestartAsync();

        await ada.ActionAsync(action, "done");
        Assert.Equal(["merge"], await ada.EffectsAsync());
    }

    [Fact]
    public async Task Killed_in_a_run_the_run_goes_on_and_says_what_came_of_it()
    {
        using var ada = await Someone.NewAsync(own.World);
        var run = await ada.AskAsync($"merge pull request 7 of {ada.Repository}");
        var push = await ada.Phone.NextAsync();
        var parked = await ada.RunAsync(run, "parked");
        // The phone shows it before the app has read the tenant's answer; a request whose answer was lost is void, and another story.
        await ada.ApprovalAsync(parked.GetProperty("parkedOn").GetString()!, "pending");

        own.World.Kill();
        await ada.Phone.ApproveAsync(push);
        await own.World.RestartAsync();

        Assert.NotEmpty(await ada.AnswerAsync(run));
        Assert.Equal(["merge"], await ada.EffectsAsync());
    }

    [Theory]
    [InlineData("before")]
    [InlineData("after")]
    public async Task A_line_that_drops_around_the_effect_makes_no_second_one(string when)
    {
        using var ada = await Someone.NewAsync(own.World);
        await own.World.Control.FaultAsync(
            "connection_drop", 1, new JsonObject { ["host"] = "github", ["method"] = "PUT", ["path_prefix"] = $"/repositories/{ada.RepositoryId}/pulls/7/merge", ["when"] = when });
        var (action, push) = await ada.ProposeMergeAsync(7);

        await ada.Phone.ApproveAsync(push);

        await ada.ActionAsync(action, "done");
        Assert.Equal(["merge"], await ada.EffectsAsync());
        Assert.Equal(0, await own.World.Control.FaultsLeftAsync("connection_drop"));
    }

    [Fact]
    public async Task An_effect_that_comes_seconds_after_the_line_dropped_is_found()
    {
        using var ada = await Someone.NewAsync(own.World);
        await own.World.Control.FaultAsync("effect_late", 1, new JsonObject { ["ms"] = 3_000, ["method"] = "PUT", ["match"] = new JsonObject { ["repository"] = ada.Repository } });
        var (action, push) = await ada.ProposeMergeAsync(7);

        await ada.Phone.ApproveAsync(push);

        await ada.ActionAsync(action, "done");
        Assert.Equal(["merge"], await ada.EffectsAsync());
    }

    /// <summary>A comment has a marker that is looked for before a second try.</summary>
    [Fact]
    public async Task A_comment_whose_answer_was_lost_is_found_by_its_marker()
    {
        using var ada = await Someone.NewAsync(own.World);
        await own.World.Control.FaultAsync(
            "connection_drop", 1, new JsonObject { ["host"] = "github", ["method"] = "POST", ["path_prefix"] = $"/repositories/{ada.RepositoryId}/issues/1/comments", ["when"] = "after" });
        var reply = await ada.UseAsync("github.comment", new JsonObject { ["repository"] = ada.Repository, ["number"] = 1, ["body"] = "Seen." });
        await ada.Phone.ApproveAsync(await ada.Phone.NextAsync());

        await ada.ActionAsync(reply.Text("id"), "done");
        Assert.Equal(["comment"], await ada.EffectsAsync());
        Assert.Equal(0, await own.World.Control.FaultsLeftAsync("connection_drop"));
    }

    /// <summary>The token is lost after it was redeemed: nobody can redeem it again, so nothing happens until it is asked anew.</summary>
    [Fact]
    public async Task An_approval_whose_token_was_lost_brings_no_effect_by_itself()
    {
        using var ada = await Someone.NewAsync(own.World);
        await own.World.Control.FaultAsync("ciba_token_lost", 1, new JsonObject { ["match"] = new JsonObject { ["person"] = ada.Name } });
        var (action, push) = await ada.ProposeMergeAsync(7);

        await ada.Phone.ApproveAsync(push);

        var approval = (await ada.ActionAsync(action, "parked")).GetProperty("approval").GetString()!;
        await ada.ApprovalAsync(approval, "lost", "pending");
        await Eventually.ComesAsync(
            async () => (await ada.ReadAsync($"api/approvals/{approval}")).GetProperty("state").GetString() == "lost" ? (bool?)true : null, () => "the approval was lost");
        Assert.Empty(await ada.EffectsAsync());
        var again = await ada.Doors.PostAsync($"api/approvals/{approval}/ask-again", null, default, ada.NewKey());
        Assert.True(again.Ok, again.Json.ToString());
        await ada.Phone.ApproveAsync(await ada.Phone.NextAsync());
        await ada.ActionAsync(action, "done");
        Assert.Equal(["merge"], await ada.EffectsAsync());
    }
}
