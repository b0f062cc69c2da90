using System.Text.Json.Nodes;
using Countersign.Tests.EndToEnd.Live;

namespace Countersign.Tests.EndToEnd.Road;

public sealed class EventsTests(SharedWorld shared) : IClassFixture<SharedWorld>
{
    [Fact]
    public async Task The_stream_has_every_number_and_going_on_from_any_of_them_gives_the_rest()
    {
        using var ada = await Someone.NewAsync(shared.World);
        await ada.Phone.AnswersAsync("approve");
        var run = await ada.AskAsync($"merge pull request 7 of {ada.Repository}");
        await ada.RunAsync(run, "done");

        var all = await EventReader.FollowAsync(ada, "api/events", 0, sent => IsEnd(sent, run));

        Assert.Equal(Enumerable.Range(1, all.Count).Select(n => (long)n), all.Select(sent => sent.Number));
        Assert.Contains(all, sent => sent.Type == "approval.state");
        Assert.Contains(all, sent => sent.Type == "action.state");
        var middle = all[all.Count / 2].Number;
        var rest = await EventReader.FollowAsync(ada, "api/events", middle, sent => IsEnd(sent, run));
        Assert.Equal(all.Where(sent => sent.Number > middle).Select(sent => (sent.Number, sent.Type, sent.Data.GetRawText())), rest.Select(sent => (sent.Number, sent.Type, sent.Data.GetRawText())));
    }

    [Fact]
    public async Task A_run_that_is_started_with_a_stream_is_told_to_its_end_and_the_stream_ends()
    {
        using var ada = await Someone.NewAsync(shared.World);

        await shared.World.Control.FaultAsync("model_slow", 1, new JsonObject { ["ms"] = 10, ["contains"] = "count to 157" });

        var events = await EventReader.StartAsync(ada, new JsonObject { ["message"] = "count to 157" }.ToJsonString());

        Assert.Contains(events, sent => sent.Type == "text.delta");
        Assert.Contains(events, sent => sent.Type == "message");
        Assert.Equal("done", events.Last(sent => sent.Type == "run.state").Data.GetProperty("state").GetString());
        Assert.Equal(events.Select(sent => sent.Number).Order(), events.Select(sent => sent.Number));
    }

    private static bool IsEnd(SentEvent sent, string run) =>
        sent.Type == "run.state" && sent.Data.GetRawText().Contains(run, StringComparison.Ordinal) && sent.Data.GetProperty("state").GetString() == "done";
}
