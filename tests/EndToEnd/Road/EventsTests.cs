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

    [Fact]
    public async Task What_happened_already_can_be_read_to_its_end_and_every_event_of_a_run_names_it()
    {
        using var ada = await Someone.NewAsync(shared.World);
        await ada.Phone.AnswersAsync("approve");
        var run = await ada.AskAsync($"merge pull request 7 of {ada.Repository}");
        await ada.RunAsync(run, "done");

        var all = await EventReader.FollowAsync(ada, $"api/events?run={run}&after=0&follow=false", 0, _ => false);

        Assert.True(IsEnd(all[^1], run));
        foreach (var type in new[] { "run.state", "message", "action.state", "approval.state" }) Assert.Contains(all, sent => sent.Type == type);
        Assert.All(all, sent => Assert.Equal(run, sent.Data.GetProperty("run").GetString()));
        var thread = (await ada.ReadAsync($"api/runs/{run}")).GetProperty("thread").GetString();
        Assert.All(all.Where(sent => sent.Type is "message" or "text.delta"), sent => Assert.Equal(thread, sent.Data.GetProperty("thread").GetString()));
    }

    [Fact]
    public async Task A_call_of_a_tool_names_the_action_that_it_became()
    {
        using var ada = await Someone.NewAsync(shared.World);
        await ada.Phone.AnswersAsync("approve");
        var run = await ada.RunAsync(await ada.AskAsync($"list the open issues of {ada.Repository} and also merge pull request 7 of {ada.Repository}"), "done");

        var messages = (await ada.ReadAsync($"api/threads/{run.GetProperty("thread").GetString()}/messages")).GetProperty("items").EnumerateArray().ToList();

        var calls = messages.Single(message => message.GetProperty("calls").GetArrayLength() == 2).GetProperty("calls");
        var merged = messages.Single(message => message.TryGetProperty("action", out var action) && action.ValueKind == System.Text.Json.JsonValueKind.String);
        Assert.Equal(merged.GetProperty("action").GetString(), calls[1].GetProperty("action").GetString());
        Assert.NotEqual(calls[0].GetProperty("action").GetString(), calls[1].GetProperty("action").GetString());
    }

    private static bool IsEnd(SentEvent sent, string run) =>
        sent.Type == "run.state" && sent.Data.GetRawText().Contains(run, StringComparison.Ordinal) && sent.Data.GetProperty("state").GetString() == "done";
}
