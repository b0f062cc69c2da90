using System.Text.Json.Nodes;
using Countersign.Tests.EndToEnd.Live;

namespace Countersign.Tests.EndToEnd.Road;

public sealed class ApprovalsTests(SharedWorld shared) : IClassFixture<SharedWorld>
{
    [Fact]
    public async Task Phone_and_app_show_the_same_words_and_the_same_code()
    {
        using var ada = await Someone.NewAsync(shared.World);
        var (action, push) = await ada.ProposeMergeAsync(7);

        var approval = (await ada.ReadAsync("api/approvals")).GetProperty("items")[0];
        var shown = Assert.Single(await ada.Phone.PushesAsync(), each => each.GetProperty("id").GetString() == push);

        Assert.Equal(action, approval.GetProperty("action").GetString());
        Assert.Equal(shown.GetProperty("binding_message").GetString(), approval.GetProperty("message").GetString());
        Assert.Contains(approval.GetProperty("code").GetString()!, shown.GetProperty("binding_message").GetString(), StringComparison.Ordinal);
        var details = shown.GetProperty("authorization_details").GetRawText();
        Assert.All(approval.GetProperty("identifiers").EnumerateArray(), each => Assert.Contains(each.GetProperty("value").GetString()!, details, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_denied_request_of_a_run_is_said_in_its_answer()
    {
        using var ada = await Someone.NewAsync(shared.World);
        var run = await ada.AskAsync($"merge pull request 7 of {ada.Repository}");

        await ada.Phone.DenyAsync(await ada.Phone.NextAsync());

        Assert.Contains("denied", await ada.AnswerAsync(run), StringComparison.OrdinalIgnoreCase);
        Assert.Empty(await ada.EffectsAsync());
    }

    [Fact]
    public async Task What_expired_is_asked_again_as_a_new_action_that_can_be_approved()
    {
        using var ada = await Someone.NewAsync(shared.World);
        await shared.World.Control.FaultAsync("ciba_expiry", 1, new JsonObject { ["seconds"] = 2, ["match"] = new JsonObject { ["person"] = ada.Name } });
        var (action, _) = await ada.ProposeMergeAsync(7);
        var lapsed = await ada.ActionAsync(action, "lapsed");
        var approval = await ada.ApprovalAsync(lapsed.GetProperty("approval").GetString()!, "expired");
        Assert.True(approval.GetProperty("canAskAgain").GetBoolean());

        var key = ada.NewKey();
        var again = await ada.Doors.PostAsync($"api/approvals/{approval.GetProperty("id").GetString()}/ask-again", null, default, key);
        var repeated = await ada.Doors.PostAsync($"api/approvals/{approval.GetProperty("id").GetString()}/ask-again", null, default, key);

        Assert.True(again.Ok, again.Json.ToString());
        Assert.Equal(again.Text("askedAgainAs"), repeated.Text("askedAgainAs"));
        await ada.Phone.ApproveAsync(await ada.Phone.NextAsync());
        await ada.ActionAsync(again.Text("askedAgainAs"), "done");
        Assert.Equal(["merge"], await ada.EffectsAsync());
    }

    [Fact]
    public async Task A_head_that_moved_after_it_was_proposed_is_not_merged_and_that_is_said()
    {
        using var ada = await Someone.NewAsync(shared.World);
        var (action, push) = await ada.ProposeMergeAsync(7);
        await shared.World.Control.PostAsync("github/push", new JsonObject { ["repository"] = ada.Repository, ["pull"] = 7 });

        await ada.Phone.ApproveAsync(push);

        var moved = await ada.ActionAsync(action, "moved");
        Assert.Contains("Nothing was merged", moved.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Empty(await ada.EffectsAsync());
    }

    [Fact]
    public async Task A_withdrawn_request_is_void_on_the_phone()
    {
        using var ada = await Someone.NewAsync(shared.World);
        var (action, push) = await ada.ProposeMergeAsync(7);
        var id = (await ada.ReadAsync($"api/actions/{action}")).GetProperty("approval").GetString();

        var withdrawn = await ada.Doors.PostAsync($"api/approvals/{id}/withdraw", null, default);
        var again = await ada.Doors.PostAsync($"api/approvals/{id}/withdraw", null, default);

        Assert.Equal(("withdrawn", "withdrawn"), (withdrawn.Text("state"), again.Text("state")));
        Assert.True(withdrawn.Json.GetProperty("codeIsVoid").GetBoolean());
        await ada.Phone.ApproveAsync(push);
        Assert.Equal("approval_withdrawn", (await ada.ActionAsync(action, "cancelled")).GetProperty("code").GetString());
        Assert.Empty(await ada.EffectsAsync());
    }

    [Fact]
    public async Task A_cancelled_action_is_not_done_and_a_done_one_is_not_cancelled()
    {
        using var ada = await Someone.NewAsync(shared.World);
        var (first, push) = await ada.ProposeMergeAsync(7);
        Assert.Equal("cancelled", (await ada.Doors.PostAsync($"api/actions/{first}/cancel", null, default)).Text("state"));
        await ada.Phone.ApproveAsync(push);

        var (second, next) = await ada.ProposeMergeAsync(10);
        await ada.Phone.ApproveAsync(next);
        await ada.ActionAsync(second, "done");

        ProblemAssert.Is(await ada.Doors.PostAsync($"api/actions/{second}/cancel", null, default), 409, "too-late");
        Assert.Equal(["merge"], await ada.EffectsAsync());
        Assert.False(await ada.IsMergedAsync(7));
    }

    [Fact]
    public async Task A_cancelled_run_takes_its_requests_with_it()
    {
        using var ada = await Someone.NewAsync(shared.World);
        var run = await ada.AskAsync($"merge pull request 7 of {ada.Repository}");
        var push = await ada.Phone.NextAsync();
        await ada.RunAsync(run, "parked");

        Assert.Equal("cancelled", (await ada.Doors.PostAsync($"api/runs/{run}/cancel", null, default)).Text("state"));
        Assert.Equal("cancelled", (await ada.Doors.PostAsync($"api/runs/{run}/cancel", null, default)).Text("state"));

        await ada.Phone.ApproveAsync(push);
        await ada.ActionAsync((await ada.ReadAsync("api/actions")).GetProperty("items")[0].GetProperty("id").GetString()!, "cancelled");
        Assert.Empty(await ada.EffectsAsync());
    }

    [Fact]
    public async Task The_same_proposal_under_the_same_key_is_asked_once()
    {
        using var ada = await Someone.NewAsync(shared.World);
        var replies = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ada.UseAsync("github.merge_pull_request", ada.Merge(7), "one-key")));

        Assert.Single(replies.Select(reply => reply.Text("id")).Distinct());
        await ada.Phone.ApproveAsync(await ada.Phone.NextAsync());
        await ada.ActionAsync(replies[0].Text("id"), "done");
        Assert.Single(await ada.Phone.PushesAsync());
        Assert.Equal(["merge"], await ada.EffectsAsync());
    }
}
