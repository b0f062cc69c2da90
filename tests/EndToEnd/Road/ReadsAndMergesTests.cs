using Countersign.Tests.EndToEnd.Live;

namespace Countersign.Tests.EndToEnd.Road;

public sealed class ReadsAndMergesTests(SharedWorld shared) : IClassFixture<SharedWorld>
{
    [Fact]
    public async Task An_allowed_read_runs_by_itself_and_is_answered_in_words()
    {
        using var ada = await Someone.NewAsync(shared.World);

        var answer = await ada.AnswerAsync(await ada.AskAsync($"list the open issues of {ada.Repository}"));

        Assert.Contains("open issues", answer, StringComparison.Ordinal);
        Assert.Empty(await ada.Phone.PushesAsync());
        var read = Assert.Single(await ada.TrailAsync(), entry => entry.GetProperty("kind").GetString() == "read.done" && entry.GetProperty("tool").GetString() == "github.list_issues");
        Assert.Equal("allow", read.GetProperty("decision").GetString());
    }

    [Fact]
    public async Task A_merge_asked_for_in_words_parks_until_it_is_approved_and_happens_once()
    {
        using var ada = await Someone.NewAsync(shared.World);
        var run = await ada.AskAsync($"merge pull request 7 of {ada.Repository}");

        var push = await ada.Phone.NextAsync();
        await ada.RunAsync(run, "parked");
        Assert.False(await ada.IsMergedAsync(7));
        await ada.Phone.ApproveAsync(push);

        await ada.RunAsync(run, "done");
        Assert.True(await ada.IsMergedAsync(7));
        Assert.Equal(["merge"], await ada.EffectsAsync());
    }

    [Fact]
    public async Task A_merge_at_the_door_is_answered_at_once_as_parked_and_done_after_the_approval()
    {
        using var ada = await Someone.NewAsync(shared.World);
        var (action, push) = await ada.ProposeMergeAsync(10);

        await ada.Phone.ApproveAsync(push);

        var done = await ada.ActionAsync(action, "done");
        Assert.Equal("step_up", done.GetProperty("decision").GetString());
        Assert.Equal(["merge"], await ada.EffectsAsync());
    }
}
