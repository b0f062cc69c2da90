using System.Net;
using System.Text.Json;
using static Countersign.Tests.Workflows.Runs.Member;

namespace Countersign.Tests.Workflows.Runs;

/// <summary>What a person gets who asks the agent in plain words.</summary>
public sealed class ChatTests(RunWorld world) : IClassFixture<RunWorld>
{
    [Fact]
    public async Task A_read_is_answered_from_the_repository()
    {
        var ada = await world.MemberAsync();
        var shop = await world.ShopAsync(ada);

        var run = await ada.EndOfAsync($"list the open issues of {shop}");

        Assert.Equal("done", Text(run, "state"));
        var messages = await ada.MessagesAsync(run);
        Assert.Equal(["person", "assistant", "tool", "assistant"], messages.Select(message => Text(message, "role")));
        Assert.Equal(Enumerable.Range(0, 4), messages.Select(message => message.GetProperty("number").GetInt32()));
        Assert.StartsWith("5 open issues: #", Text(messages[3], "text"), StringComparison.Ordinal);
        Assert.Equal(2, run.GetProperty("turns").GetInt32());
        Assert.True(run.GetProperty("tokens").GetInt32() > 0);
        Assert.Empty(await ada.ActionsAsync(Text(run, "id")));
    }

    [Fact]
    public async Task Reads_of_one_turn_run_at_the_same_time_and_are_answered_in_the_models_order()
    {
        var ada = await world.MemberAsync();
        var shop = await world.ShopAsync(ada);
        var together = 0;
        var both = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        world.AroundActivity = async (name, next) =>
        {
            if (name == "ReadForRun" && Interlocked.Increment(ref together) == 2) both.TrySetResult();
            if (name == "ReadForRun") await both.Task.WithinDeadlineAsync();
            await next();
        };

        var run = await ada.EndOfAsync($"show issue 1 of {shop} and also show pull request 7 of {shop}");
        world.AroundActivity = null;

        Assert.Equal("done", Text(run, "state"));
        var messages = await ada.MessagesAsync(run);
        Assert.Equal([0, 1], messages.Where(m => Text(m, "role") == "tool").Select(m => m.GetProperty("call").GetInt32()));
        Assert.Matches("(?s)^#1 .*\n\n#7 ", Text(messages[^1], "text"));
    }

    [Theory]
    [InlineData("model_unknown_tool", null, "no_such_tool")]
    [InlineData("model_malformed_arguments", null, "invalid")]
    [InlineData("model_malformed_arguments", """{"repository":"no slash","number":-1,"more":true}""", "invalid")]
    [InlineData("model_malformed_arguments", """{"repository":"a/b","repository":"c/d"}""", "invalid")]
    [InlineData("model_malformed_arguments", "[1]", "invalid")]
    [InlineData("model_malformed_arguments", "null", "invalid")]
    public async Task A_call_that_cannot_be_made_is_answered_to_the_model_and_the_run_goes_on(string fault, string? arguments, string outcome)
    {
        var ada = await world.MemberAsync();
        var shop = await world.ShopAsync(ada);
        foreach (var tool in fault == "model_unknown_tool" ? new[] { "github_delete_everything" } : ["github_get_issue", "github_close_issue"])
        {
            await world.FaultAsync(fault, shop, 1, [("name", tool), .. arguments is null ? Array.Empty<(string, string)>() : [("arguments", arguments)]]);

            var run = await ada.EndOfAsync($"show issue 1 of {shop}");

            Assert.Equal("done", Text(run, "state"));
            var answer = (await ada.MessagesAsync(run)).First(message => Text(message, "role") == "tool");
            Assert.Equal(outcome, Text(answer.GetProperty("result"), "outcome"));
            Assert.Empty(await ada.ActionsAsync(Text(run, "id")));
        }

        Assert.Empty(world.EffectsOn(shop));
    }

    [Theory]
    [InlineData("model_cut")]
    [InlineData("model_stream_error")]
    [InlineData("model_500")]
    [InlineData("model_429")]
    public async Task A_model_that_gives_nothing_usable_is_asked_again(string fault)
    {
        var ada = await world.MemberAsync();
        await world.FaultAsync(fault, $"hello {fault}");

        var run = await ada.EndOfAsync($"say \"hello {fault} hello again and a little more\"");

        Assert.Equal("done", Text(run, "state"));
        var messages = await ada.MessagesAsync(run);
        Assert.Equal(["person", "assistant"], messages.Select(message => Text(message, "role")));
        Assert.Equal($"hello {fault} hello again and a little more", Text(messages[1], "text"));
    }

    [Theory]
    [InlineData("model_429", "model_quota", "quota", "true")]
    [InlineData("model_finish", "model_filtered", "reason", "content_filter")]
    [InlineData("model_finish", "model_too_long", "reason", "length")]
    [InlineData("model_500", "model_misconfigured", "status", "401")]
    public async Task A_model_that_cannot_answer_ends_the_run_and_the_thread_says_why(string fault, string code, string name, string value)
    {
        var ada = await world.MemberAsync();
        await world.FaultAsync(fault, code, 1, (name, value));

        var run = await ada.EndOfAsync($"say \"{code}\"");

        Assert.Equal(("failed", code), (Text(run, "state"), Text(run, "code")));
        Assert.Equal(Text(run, "text"), Text((await ada.MessagesAsync(run))[^1], "text"));
    }

    [Fact]
    public async Task A_thread_takes_one_run_at_a_time_and_is_free_again_at_its_end()
    {
        var ada = await world.MemberAsync(linked: false);
        var first = await ada.AskAsync("list the open issues of acme/shop");
        await ada.UntilAsync(Text(first, "id"), "needs_you");

        using var refused = await ada.TryAskAsync("say \"me too\"", Text(first, "thread"));
        var problem = JsonSerializer.Deserialize<JsonElement>(await refused.Content.ReadAsStringAsync());
        Assert.Equal((HttpStatusCode.Conflict, "/problems/thread-busy"), (refused.StatusCode, Text(problem, "type")));
        Assert.Equal($"/api/runs/{Text(first, "id")}", Text(problem, "instance"));

        using var cancelled = await ada.SendAsync(HttpMethod.Post, $"api/runs/{Text(first, "id")}/cancel");
        Assert.Equal(HttpStatusCode.OK, cancelled.StatusCode);
        var second = await ada.EndOfAsync("say \"now\"", Text(first, "thread"));
        Assert.Equal("now", Text((await ada.MessagesAsync(second))[^1], "text"));
    }

    [Fact]
    public async Task The_same_key_starts_one_run_and_another_persons_run_is_not_there()
    {
        var (ada, grace) = (await world.MemberAsync(), await world.MemberAsync());

        var first = await ada.AskAsync("say \"once\"", key: "same");
        var again = await ada.AskAsync("say \"once\"", key: "same");
        var hers = await grace.AskAsync("say \"once\"", key: "same");

        Assert.Equal(Text(first, "id"), Text(again, "id"));
        Assert.NotEqual(Text(first, "id"), Text(hers, "id"));
        foreach (var path in new[] { $"api/runs/{Text(first, "id")}", $"api/threads/{Text(first, "thread")}", $"api/threads/{Text(first, "thread")}/messages" })
        {
            using var response = await grace.SendAsync(HttpMethod.Get, path);
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }

        foreach (var path in new[] { $"api/runs/{Text(first, "id")}/cancel", $"api/runs/{Text(first, "id")}/grant" })
        {
            using var response = await grace.SendAsync(HttpMethod.Post, path);
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }

        using var foreign = await grace.TryAskAsync("say \"mine\"", Text(first, "thread"));
        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
    }

    [Fact]
    public async Task Threads_and_messages_are_paged_without_gap_or_repeat()
    {
        var ada = await world.MemberAsync();
        var threads = new List<string>();
        for (var n = 0; n < 3; n++) threads.Add(Text(await ada.EndOfAsync($"say \"{n}\""), "thread"));
        for (var n = 0; n < 2; n++) await ada.EndOfAsync($"say \"more {n}\"", threads[0]);

        Assert.Equal(Enumerable.Reverse(threads), await PagedAsync(ada, "api/threads", thread => Text(thread, "id")));
        Assert.Equal(["0", "1", "2", "3", "4", "5"], await PagedAsync(ada, $"api/threads/{threads[0]}/messages", message => message.GetProperty("number").ToString()));

        var cursor = Text(await ada.GetAsync("api/threads?limit=1"), "next");
        using var elsewhere = await ada.SendAsync(HttpMethod.Get, $"api/threads/{threads[0]}/messages?cursor={Uri.EscapeDataString(cursor)}");
        Assert.Equal(HttpStatusCode.BadRequest, elsewhere.StatusCode);
    }

    private static async Task<List<string>> PagedAsync(Member member, string path, Func<JsonElement, string> what)
    {
        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await member.GetAsync($"{path}?limit=2{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}");
            Assert.InRange(page.GetProperty("items").GetArrayLength(), 0, 2);
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(what));
            cursor = page.TryGetProperty("next", out var next) ? next.GetString() : null;
        }
        while (cursor is not null);
        return seen;
    }
}
