using System.Net;
using System.Text.Json.Nodes;
using Countersign.Tests.Workflows.Runs;

namespace Countersign.Tests.Workflows.Faults;

/// <summary>What one person may have at once, and that one who has all of it takes nothing from the others.</summary>
public sealed class FloodTests(FloodTests.NarrowWorld world) : IClassFixture<FloodTests.NarrowWorld>
{
    private const string Held = "20000";

    [Fact]
    public async Task More_requests_at_once_than_a_person_may_have_are_told_to_wait_and_others_are_answered_meanwhile()
    {
        var (ada, grace) = (await world.MemberAsync(), await world.MemberAsync());
        var (adas, graces) = (await world.ShopAsync(ada), await world.ShopAsync(grace));
        await ada.ListIssuesAsync(adas);
        await world.FaultAsync("github_delay", 4, ada.For(new JsonObject { ["ms"] = 20_000 }));
        var since = world.Time.GetUtcNow();
        var flood = Enumerable.Range(0, 4).Select(_ => ada.ListIssuesAsync(adas)).ToList();
        await Eventually.TrueAsync(() => world.ArrivedAt("github", since).Count == 4, "four of the person's requests are held");

        var fifth = await ada.ListIssuesAsync(adas);
        for (var n = 0; n < 10; n++) Assert.Equal(HttpStatusCode.OK, (await grace.ListIssuesAsync(graces)).Status);

        Assert.Equal((HttpStatusCode.TooManyRequests, "too-many-requests"), (fifth.Status, fifth.Problem));
        Assert.True(fifth.RetryAfter >= TimeSpan.FromSeconds(1));
        Assert.DoesNotContain(flood, request => request.IsCompleted);
        await Task.WhenAll(flood); // five seconds: a call's limit
        Assert.Equal(HttpStatusCode.OK, (await ada.ListIssuesAsync(adas)).Status);
    }

    [Fact]
    public async Task More_runs_at_once_than_a_person_may_have_are_told_to_wait_and_another_persons_run_ends_meanwhile()
    {
        var (ada, grace) = (await world.MemberAsync(), await world.MemberAsync());
        await world.FaultAsync("model_delay", ada.Name, 2, ("ms", Held));
        var since = world.Time.GetUtcNow();
        var flood = new List<string>();
        for (var n = 0; n < 2; n++) flood.Add(Member.Text(await ada.AskAsync($"say \"{ada.Name}\""), "id"));
        await Eventually.TrueAsync(() => world.ArrivedAt("model", since).Count == 2, "both runs are held by the model");

        using var third = await ada.TryAskAsync("say \"more\"");
        Assert.Equal("done", Member.Text(await grace.EndOfAsync("say \"hello\""), "state"));

        Assert.Equal(HttpStatusCode.TooManyRequests, third.StatusCode);
        Assert.True(third.Headers.RetryAfter!.Delta >= TimeSpan.FromSeconds(1));
        foreach (var run in flood)
        {
            Assert.Equal("running", Member.Text(await ada.GetAsync($"api/runs/{run}"), "state"));
            using var cancelled = await ada.SendAsync(HttpMethod.Post, $"api/runs/{run}/cancel");
            Assert.Equal(HttpStatusCode.OK, cancelled.StatusCode);
        }

        Assert.Equal("done", Member.Text(await ada.EndOfAsync("say \"now\""), "state"));
    }

    [Fact]
    public async Task More_direct_calls_under_way_than_a_person_may_have_are_told_to_wait_and_parked_ones_do_not_count()
    {
        var (ada, grace) = (await world.MemberAsync(), await world.MemberAsync());
        var (adas, graces) = (await world.ShopAsync(ada), await world.ShopAsync(grace));
        await ada.ListIssuesAsync(adas);
        for (var n = 0; n < 3; n++) Assert.Equal(HttpStatusCode.Accepted, (await ada.CommentAsync(adas, $"Parked {n}")).Status);
        await world.FaultAsync("github_rate_limit", 2, ada.For(new JsonObject { ["which"] = "secondary", ["retry_after"] = 300 }));
        for (var n = 0; n < 2; n++) Assert.Equal(HttpStatusCode.Accepted, (await ada.CommentAsync(adas, $"Put off {n}")).Status);

        var third = await ada.CommentAsync(adas, "One too many");

        Assert.Equal((HttpStatusCode.TooManyRequests, "too-many-requests"), (third.Status, third.Problem));
        Assert.True(third.RetryAfter >= TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.Accepted, (await grace.CommentAsync(graces, "Mine")).Status);
    }

    /// <summary>Whoever lost the answer to what they started has to be told it; it starts nothing more.</summary>
    [Fact]
    public async Task A_key_that_was_used_gets_its_answer_though_there_is_no_room_for_another_call_or_run()
    {
        var ada = await world.MemberAsync();
        var shop = await world.ShopAsync(ada);
        await ada.ListIssuesAsync(shop);
        await world.FaultAsync("github_rate_limit", 2, ada.For(new JsonObject { ["which"] = "secondary", ["retry_after"] = 300 }));
        var comment = new JsonObject { ["repository"] = shop, ["number"] = 1, ["body"] = "Once" };
        var first = await ada.UseAsync("github.comment", comment.DeepClone().AsObject(), "call-1");
        await ada.CommentAsync(shop, "Fills the room");
        await world.FaultAsync("model_delay", ada.Name, 2, ("ms", Held));
        var run = await ada.AskAsync($"say \"{ada.Name}\"", key: "run-1");
        var other = await ada.AskAsync($"say \"{ada.Name}\"", key: "run-2");

        var again = await ada.UseAsync("github.comment", comment.DeepClone().AsObject(), "call-1");
        var runAgain = await ada.AskAsync($"say \"{ada.Name}\"", key: "run-1");

        Assert.Equal((HttpStatusCode.Accepted, Member.Text(first.Json, "id")), (again.Status, Member.Text(again.Json, "id")));
        Assert.Equal(Member.Text(run, "id"), Member.Text(runAgain, "id"));
        Assert.Equal(HttpStatusCode.TooManyRequests, (await ada.CommentAsync(shop, "New")).Status);
        using (var more = await ada.TryAskAsync("say \"more\"")) Assert.Equal(HttpStatusCode.TooManyRequests, more.StatusCode);
        foreach (var started in new[] { run, other })
        {
            using var cancelled = await ada.SendAsync(HttpMethod.Post, $"api/runs/{Member.Text(started, "id")}/cancel");
            Assert.Equal(HttpStatusCode.OK, cancelled.StatusCode);
        }
    }

    [Fact]
    public async Task More_streams_than_a_person_may_have_are_told_to_wait_and_one_that_is_left_makes_room()
    {
        var (ada, grace) = (await world.MemberAsync(), await world.MemberAsync());
        var first = await OpenAsync(ada);
        using var second = await OpenAsync(ada);

        using (var third = await OpenAsync(ada))
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, third.StatusCode);
            Assert.True(third.Headers.RetryAfter!.Delta >= TimeSpan.FromSeconds(1));
        }

        using (var other = await OpenAsync(grace)) Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        first.Dispose();
        await Eventually.ComesAsync(
            async () =>
            {
                using var again = await OpenAsync(ada);
                return again.StatusCode == HttpStatusCode.OK ? (bool?)true : null;
            },
            () => "the place of the stream that was left is free");
    }

    [Fact]
    public async Task One_who_sends_more_than_a_second_takes_is_told_when_to_come_back_and_nobody_else_is()
    {
        var (ada, grace) = (await world.MemberAsync(), await world.MemberAsync());
        var answers = new List<HttpResponseMessage>();
        for (var n = 0; n < 300 && answers.All(answer => answer.StatusCode == HttpStatusCode.OK); n++) answers.Add(await ada.SendAsync(HttpMethod.Get, "api/tools"));

        using var others = await grace.SendAsync(HttpMethod.Get, "api/tools");

        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1].StatusCode);
        Assert.True(answers[^1].Headers.RetryAfter!.Delta >= TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, others.StatusCode);
        foreach (var answer in answers) answer.Dispose();
    }

    private async Task<HttpResponseMessage> OpenAsync(Member person)
    {
        using var request = person.Request(HttpMethod.Get, "api/events");
        return await world.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>An app with little room for one person.</summary>
    public sealed class NarrowWorld : RunWorld
    {
        public NarrowWorld()
            : base(
                ("Actions:CallLimit", "5"), ("Limits:AtOnce", "4"), ("Limits:Streams", "2"), ("Limits:RequestsPerSecond", "1"), ("Limits:Burst", "200"),
                ("Runs:MaxAtOnce", "2"), ("Actions:MaxAtOnce", "2"))
        {
        }
    }
}
