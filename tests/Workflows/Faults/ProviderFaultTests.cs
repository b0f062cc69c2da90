using System.Net;
using System.Text.Json.Nodes;
using Countersign.Actions;
using Countersign.Tests.Workflows.Runs;

namespace Countersign.Tests.Workflows.Faults;

/// <summary>GitHub is slow, away, limits us, answers nonsense, or what was named is somewhere else.</summary>
public sealed class ProviderFaultTests(ProviderFaultTests.ShortWorld world) : IClassFixture<ProviderFaultTests.ShortWorld>
{
    [Fact]
    public async Task A_provider_that_does_not_answer_in_time_is_said_to_the_caller_with_when_to_come_back()
    {
        var ada = await world.MemberAsync();
        var shop = await world.ShopAsync(ada);
        await ada.ListIssuesAsync(shop);
        await world.FaultAsync("github_delay", 1, ada.For(new JsonObject { ["ms"] = 60_000 }));
        var since = world.Time.GetUtcNow();

        var answer = await ada.ListIssuesAsync(shop);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "provider-unavailable"), (answer.Status, answer.Problem));
        Assert.True(answer.RetryAfter >= TimeSpan.FromSeconds(5));
        Assert.Single(world.ArrivedAt("github", since));
        Assert.Equal("read.done unavailable", (await ada.TrailAsync())[^1]);
    }

    [Fact]
    public async Task A_provider_that_is_away_for_a_moment_is_asked_again_by_a_run_after_a_pause()
    {
        var ada = await world.MemberAsync();
        var shop = await world.ShopAsync(ada);
        await ada.ListIssuesAsync(shop);
        await world.FaultAsync("github_status", 1, ada.For(new JsonObject { ["status"] = 502 }));
        var since = world.Time.GetUtcNow();

        var run = Member.Text(await ada.AskAsync($"list the open issues of {shop}"), "id");
        await Eventually.TrueAsync(() => world.ArrivedAt("github", since).Count == 1, "the read met the fault");
        Assert.Equal("done", Member.Text(await ada.OverAsync(run), "state"));

        var arrived = world.ArrivedAt("github", since);
        Assert.True(arrived[1].At - arrived[0].At >= TimeSpan.FromSeconds(5), $"Came back after {arrived[1].At - arrived[0].At}.");
        Assert.Equal(["read.done unavailable", "read.done"], (await ada.TrailAsync()).Where(entry => entry.StartsWith("read.done", StringComparison.Ordinal)).TakeLast(2));
    }

    [Fact]
    public async Task A_provider_that_stays_away_is_said_in_the_runs_answer_after_five_tries()
    {
        var ada = await world.MemberAsync();
        var shop = await world.ShopAsync(ada);
        await ada.ListIssuesAsync(shop);
        await world.FaultAsync("github_status", 50, ada.For(new JsonObject { ["status"] = 503 }));
        var since = world.Time.GetUtcNow();

        var run = Member.Text(await ada.AskAsync($"list the open issues of {shop}"), "id");
        for (var tries = 1; tries < 5; tries++)
        {
            // Each pause is real and long: an event ends it.
            await Eventually.TrueAsync(() => world.ArrivedAt("github", since).Count >= tries, $"try {tries}");
            await Eventually.TrueAsync(
                () => world.Engine.Inspection.Find($"run-{run}") is { } found && found.Instance.Waits.Contains("timer", StringComparison.Ordinal), "the run pauses");
            await world.WakeRunAsync(run);
        }

        var over = await ada.OverAsync(run);
        world.NoFaults();
        Assert.Equal("done", Member.Text(over, "state"));
        Assert.Contains("no answer", Member.Text((await ada.MessagesAsync(over))[^1], "text"), StringComparison.Ordinal);
        Assert.Equal(5, world.ArrivedAt("github", since).Count);
    }

    [Fact]
    public async Task A_secondary_limit_puts_a_write_off_as_long_as_it_says_whoever_wakes_it()
    {
        var ada = await world.MemberAsync();
        var shop = await world.ShopAsync(ada);
        var id = await ada.ProposeMergeAsync(shop);
        await world.FaultAsync(
            "github_rate_limit", 1, ada.For(new JsonObject { ["which"] = "secondary", ["retry_after"] = 45, ["method"] = "PUT" }));
        var since = world.Time.GetUtcNow();

        await ada.AnswerAsync(approve: true);

        var row = await world.RowAsync(ada, id, row => row.NotBefore is not null, "it is put off");
        Assert.True(row.NotBefore >= since + TimeSpan.FromSeconds(45));
        var sent = Merges(since);
        await world.WakeActionAsync(id);
        await WokenAsync(id);
        Assert.Equal(sent, Merges(since));
        Assert.Empty(world.EffectsOn(shop));

        world.Time.Forward(TimeSpan.FromMinutes(1));
        await world.WakeActionAsync(id);
        await ada.ActionAsync(id, "done");
        Assert.Equal(sent + 1, Merges(since));
        Assert.Single(world.EffectsOn(shop));
        Assert.Equal(2, (await ada.TrailAsync()).Count(entry => entry == "action.executing"));
    }

    [Fact]
    public async Task A_budget_that_is_used_up_for_the_hour_is_not_asked_again_before_the_hour_is_over()
    {
        var ada = await world.MemberAsync();
        var shop = await world.ShopAsync(ada);
        await ada.ListIssuesAsync(shop);
        await world.FaultAsync("github_rate_limit", 1, ada.For(new JsonObject { ["which"] = "primary", ["path_prefix"] = "/repos" }));
        var since = world.Time.GetUtcNow();

        var door = await ada.ListIssuesAsync(shop);
        var run = await ada.EndOfAsync($"list the open issues of {shop}");
        var write = await ada.CommentAsync(shop, "Later");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, door.Status);
        Assert.True(door.RetryAfter > TimeSpan.FromMinutes(50));
        Assert.Contains("minutes", Member.Text((await ada.MessagesAsync(run))[^1], "text"), StringComparison.Ordinal);
        var row = await world.RowAsync(ada, Member.Text(write.Json, "id"), row => row.NotBefore is not null, "it is put off");
        Assert.True(row.NotBefore > since + TimeSpan.FromMinutes(50));
        Assert.Equal(3, world.ArrivedAt("github", since, "/repos").Count);
    }

    [Theory]
    [InlineData("html")]
    [InlineData("half")]
    [InlineData("empty")]
    [InlineData("list")]
    public async Task Nonsense_instead_of_what_was_read_is_no_result_and_is_said(string kind)
    {
        var ada = await world.MemberAsync();
        var shop = await world.ShopAsync(ada);
        await ada.ListIssuesAsync(shop);
        await world.FaultAsync("nonsense", 1, new JsonObject { ["host"] = "github", ["path_prefix"] = "/repos", ["as"] = kind });

        var answer = await ada.UseAsync("github.get_issue", new JsonObject { ["repository"] = shop, ["number"] = 1 });

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "provider-unavailable"), (answer.Status, answer.Problem));
        Assert.Equal("read.done unavailable", (await ada.TrailAsync())[^1]);
    }

    [Theory]
    [InlineData("half")]
    [InlineData("html")]
    public async Task Nonsense_in_answer_to_a_write_is_looked_into_and_the_effect_happens_once(string kind)
    {
        var ada = await world.MemberAsync();
        var shop = await world.ShopAsync(ada);
        var id = await ada.ProposeMergeAsync(shop);
        await world.FaultAsync("nonsense", 1, new JsonObject { ["host"] = "github", ["method"] = "PUT", ["as"] = kind });

        await ada.AnswerAsync(approve: true);

        await Eventually.TrueAsync(() => world.Sandbox.World.Faults.All.Count == 0, "the write met nonsense");
        await world.RowAsync(ada, id, row => row is { State: ActionState.Executing, Ledger.MayHaveHappened: true }, "it may have happened");
        world.Time.Forward(TimeSpan.FromSeconds(11));
        await world.WakeActionAsync(id);
        await ada.ActionAsync(id, "done");
        Assert.Single(world.EffectsOn(shop));
        Assert.Contains("read.done", (await ada.TrailAsync()).SkipWhile(entry => entry != "action.executing"));
    }

    [Fact]
    public async Task A_repository_renamed_while_the_phone_waits_is_merged_into_by_its_number()
    {
        var ada = await world.MemberAsync();
        var shop = await world.ShopAsync(ada);
        var id = await ada.ProposeMergeAsync(shop);
        await world.ControlAsync("github/rename", new JsonObject { ["repository"] = shop, ["name"] = $"{shop.Split('/')[1]}-new" });

        await ada.AnswerAsync(approve: true);

        await ada.ActionAsync(id, "done");
        Assert.Single(world.EffectsOn($"{shop}-new"));
    }

    [Fact]
    public async Task An_issue_transferred_while_the_phone_waits_is_not_followed_and_that_is_said()
    {
        var ada = await world.MemberAsync();
        var (shop, other) = (await world.ShopAsync(ada), await world.ShopAsync(ada));
        var id = Member.Text((await ada.CommentAsync(shop, "Where are you?")).Json, "id");
        await ada.UntilPendingAsync(id);
        await world.ControlAsync("github/transfer", new JsonObject { ["repository"] = shop, ["issue"] = 1, ["to"] = other });

        await ada.AnswerAsync(approve: true);

        var moved = await ada.ActionAsync(id, "moved");
        Assert.Contains("Nothing was done", Member.Text(moved, "text"), StringComparison.Ordinal);
        Assert.Equal("action.moved moved", (await ada.TrailAsync()).Last(entry => entry.StartsWith("action.", StringComparison.Ordinal)));
        Assert.Empty(world.EffectsOn(shop));
        Assert.Empty(world.EffectsOn(other));
    }

    private int Merges(DateTimeOffset since) => world.ArrivedAt("github", since).Count(arrival => arrival.Method == "PUT");

    /// <summary>The instance has taken the event: it waits again and nothing lies before it.</summary>
    private Task WokenAsync(string action) => Eventually.TrueAsync(
        () => world.Engine.Inspection.Find(ActRef.InstanceOf(action)) is { } found && found.Instance.Waits.Contains("timer", StringComparison.Ordinal), $"{action} sleeps again");

    /// <summary>An app whose calls have five seconds, and whose leases are over five seconds after that.</summary>
    public sealed class ShortWorld : RunWorld
    {
        public ShortWorld()
            : base(("Actions:CallLimit", "5"), ("Actions:Settling", "5"))
        {
        }
    }
}
