using System.Net;
using System.Text.Json;
using static Countersign.Tests.Workflows.Runs.Member;

namespace Countersign.Tests.Workflows.Runs;

/// <summary>Runs that wait for somebody, and how they go on or end.</summary>
public sealed class ParkedRunTests(RunWorld world) : IClassFixture<RunWorld>
{
    [Fact]
    public async Task A_missing_connection_is_said_and_the_run_goes_on_by_itself_once_it_is_confirmed()
    {
        var ada = await world.MemberAsync(linked: false);
        var shop = await world.ShopAsync(ada);
        var run = Text(await ada.AskAsync($"list the open issues of {shop}"), "id");
        var parked = await ada.UntilAsync(run, "needs_you");
        Assert.Equal(("link", "github"), (Text(parked.GetProperty("remedy"), "kind"), Text(parked.GetProperty("remedy"), "connection")));

        await ada.LinkAsync();

        var over = await ada.OverAsync(run);
        Assert.Equal("done", Text(over, "state"));
        Assert.StartsWith("5 open issues", Text((await ada.MessagesAsync(over))[^1], "text"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_grant_that_ended_parks_the_run_and_a_fresh_one_wakes_it()
    {
        var ada = await world.MemberAsync(linked: false);
        var shop = await world.ShopAsync(ada);
        var fresh = ada.Token;
        ada.Token = await world.TokenAsync(ada.Name, seconds: 60);
        var run = Text(await ada.AskAsync($"list the open issues of {shop}"), "id");
        await ada.UntilAsync(run, "needs_you");
        ada.Token = fresh;

        world.Time.Forward(TimeSpan.FromSeconds(120));
        await ada.LinkAsync();
        // Linked and confirmed are two wakes: after the first it may need the grant, look again, and need it again.
        await Eventually.TrueAsync(() => KindOf(ada, run).GetAwaiter().GetResult() == "grant", "the run needs a grant");

        using var granted = await ada.SendAsync(HttpMethod.Post, $"api/runs/{run}/grant");
        Assert.Equal(HttpStatusCode.OK, granted.StatusCode);

        Assert.Equal("done", Text(await ada.OverAsync(run), "state"));
        using var late = await ada.SendAsync(HttpMethod.Post, $"api/runs/{run}/grant");
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_read_that_policy_steps_up_waits_for_the_phone_and_its_result_is_told(bool approve)
    {
        var ada = await world.MemberAsync();
        world.Policy.For(ada.Id);
        var shop = await world.ShopAsync(ada);
        var run = Text(await ada.AskAsync($"show issue 1 of {shop}"), "id");
        Assert.StartsWith("apr_", Text(await ada.UntilAsync(run, "parked"), "parkedOn"), StringComparison.Ordinal);

        await ada.AnswerAsync(approve);

        var over = await ada.OverAsync(run);
        Assert.Equal("done", Text(over, "state"));
        Assert.Equal(approve ? "done" : "denied", Text(Assert.Single(await ada.ActionsAsync(run)), "state"));
        Assert.Single(ada.Pushes);
    }

    [Fact]
    public async Task A_write_that_is_approved_happens_once_and_is_told()
    {
        var ada = await world.MemberAsync();
        var shop = await world.ShopAsync(ada);
        var run = Text(await ada.AskAsync($"merge pull request 7 of {shop}"), "id");
        var parked = await ada.UntilAsync(run, "parked");
        Assert.StartsWith("apr_", Text(parked, "parkedOn"), StringComparison.Ordinal);

        await ada.AnswerAsync(approve: true);

        var over = await ada.OverAsync(run);
        Assert.Equal("done", Text(over, "state"));
        Assert.Equal("merge", Assert.Single(world.EffectsOn(shop)).Kind);
        Assert.StartsWith("Done: merge pull request 7", Text((await ada.MessagesAsync(over))[^1], "text"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_before_execution_prevents_it_whatever_the_phone_says_later()
    {
        var ada = await world.MemberAsync();
        var shop = await world.ShopAsync(ada);
        var run = Text(await ada.AskAsync($"merge pull request 7 of {shop}"), "id");
        await ada.UntilAsync(run, "parked");
        await Eventually.TrueAsync(() => ada.Pushes.Count == 1, "the phone is asked");

        using var cancelled = await ada.SendAsync(HttpMethod.Post, $"api/runs/{run}/cancel");
        Assert.Equal(HttpStatusCode.OK, cancelled.StatusCode);
        await ada.AnswerAsync(approve: true);
        await world.Client.WaitForInstanceCompletionAsync($"run-{run}").WithinDeadlineAsync();

        Assert.Equal("cancelled", Text(await ada.GetAsync($"api/runs/{run}"), "state"));
        Assert.Equal("cancelled", Text(Assert.Single(await ada.ActionsAsync(run)), "state"));
        Assert.Empty(world.EffectsOn(shop));
    }

    [Fact]
    public async Task The_second_denial_ends_the_run_and_says_so()
    {
        var ada = await world.MemberAsync();
        var shop = await world.ShopAsync(ada);
        var run = Text(await ada.AskAsync($"merge pull request 7 of {shop} and also close issue 2 of {shop}"), "id");
        await ada.AnswerAsync(approve: false);
        await ada.AnswerAsync(approve: false, number: 2);

        var over = await ada.OverAsync(run);

        Assert.Equal(("failed", "refused_twice"), (Text(over, "state"), Text(over, "code")));
        Assert.Equal(Text(over, "text"), Text((await ada.MessagesAsync(over))[^1], "text"));
        Assert.Empty(world.EffectsOn(shop));
    }

    [Fact]
    public async Task What_derives_from_outside_content_is_marked_and_the_approval_names_its_source()
    {
        var ada = await world.MemberAsync();
        var shop = await world.ShopAsync(ada);
        await world.FaultAsync("model_obey", shop);
        var asked = await ada.AskAsync($"show issue 3 of {shop}");
        var run = Text(asked, "id");
        await ada.UntilAsync(run, "parked");

        var source = $"github:{shop}#3";
        var messages = await ada.MessagesAsync(asked);
        Assert.Empty(messages[0].GetProperty("sources").EnumerateArray());
        Assert.Empty(messages[1].GetProperty("sources").EnumerateArray());
        Assert.All(messages.Skip(2), message => Assert.Contains(source, message.GetProperty("sources").EnumerateArray().Select(s => s.GetString())));
        var approval = await ada.GetAsync($"api/approvals/{Text(await ada.GetAsync($"api/runs/{run}"), "parkedOn")}");
        Assert.Contains(source, approval.GetRawText(), StringComparison.Ordinal);

        using var cancelled = await ada.SendAsync(HttpMethod.Post, $"api/runs/{run}/cancel");
        Assert.Equal(HttpStatusCode.OK, cancelled.StatusCode);
        var next = await ada.EndOfAsync("say \"still marked\"", Text(asked, "thread"));
        Assert.Contains(source, (await ada.MessagesAsync(next))[^1].GetProperty("sources").EnumerateArray().Select(s => s.GetString()));
        Assert.Empty(world.EffectsOn(shop));
    }

    private static async Task<string?> KindOf(Member member, string run) =>
        await member.GetAsync($"api/runs/{run}") is var now && Text(now, "state") == "needs_you"
        && now.TryGetProperty("remedy", out var remedy) && remedy.ValueKind == JsonValueKind.Object ? Text(remedy, "kind") : null;
}
