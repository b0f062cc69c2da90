using System.Net;
using System.Text;
using Countersign.Actions;
using Countersign.Storage;
using Countersign.Tests.Workflows.Runs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Tests.Workflows.Faults;

/// <summary>Rows that somebody altered in the store into something that cannot be read: each ends once and is said, and nobody else waits for it.</summary>
public sealed class AlteredRowTests(RunWorld world) : IClassFixture<RunWorld>
{
    [Theory]
    [InlineData("{ not json")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"id\":\"\u00ff\"}")]
    public async Task An_action_whose_row_can_no_longer_be_read_is_refused_once_and_its_push_is_void(string value)
    {
        var ada = await world.MemberAsync();
        var shop = await world.ShopAsync(ada);
        var id = await ada.ProposeMergeAsync(shop);
        var approval = Member.Text(await ada.GetAsync($"api/actions/{id}"), "approval");

        await AlterAsync(ada, $"action~{id}", Encoding.Latin1.GetBytes(value)); // the last is no UTF-8

        var listed = Assert.Single((await ada.GetAsync("api/actions")).GetProperty("items").EnumerateArray());
        Assert.Equal((id, "github.merge_pull_request"), (Member.Text(listed, "id"), Member.Text(listed, "tool")));
        await world.WakeActionAsync(id);
        var refused = await ada.ActionAsync(id, "refused");
        Assert.Equal("action_altered", Member.Text(refused, "code"));
        Assert.Contains("propose it again", Member.Text(refused, "text"), StringComparison.Ordinal);
        await world.Client.WaitForInstanceCompletionAsync($"act-{id}").WithinDeadlineAsync();
        Assert.Equal("withdrawn", Member.Text(await ada.GetAsync($"api/approvals/{approval}"), "state"));
        await ada.AnswerAsync(approve: true); // on a push that is void
        Assert.Single(await ada.TrailAsync(), entry => entry == "action.refused action_altered");
        Assert.Equal("content_altered", Member.Text(await ada.GetAsync("api/audit/verify"), "state"));
        Assert.Contains("\"refused\"", await EventsAsync(ada), StringComparison.Ordinal);
        Assert.Empty(world.EffectsOn(shop));
    }

    [Fact]
    public async Task An_action_whose_row_is_altered_while_its_call_is_under_way_is_done_as_it_was_approved()
    {
        var ada = await world.MemberAsync();
        var shop = await world.ShopAsync(ada);
        var id = await ada.ProposeMergeAsync(shop);
        await world.FaultAsync("github_delay", 1, ada.For(new() { ["ms"] = 3_000, ["method"] = "PUT" }));
        await ada.AnswerAsync(approve: true);
        await ada.ActionAsync(id, "executing");

        await AlterAsync(ada, $"action~{id}", "{"u8.ToArray());

        await ada.ActionAsync(id, "done");
        Assert.Single(world.EffectsOn(shop));
        Assert.Equal("content_altered", Member.Text(await ada.GetAsync("api/audit/verify"), "state"));
    }

    /// <summary>Nothing of it is on record, and no instance carries it out: somebody wrote it into the store.</summary>
    [Fact]
    public async Task A_row_that_nobody_can_read_and_nothing_is_on_record_of_is_ended_by_the_sweep_and_the_next_due_is_started()
    {
        var (ada, grace) = (await world.MemberAsync(), await world.MemberAsync());
        var strange = ActionId.New(world.Time);
        await AlterAsync(ada, $"action~{strange}", "?"u8.ToArray());
        await DueAsync("000000000000001~strange", """{"principal":"nobody","id":"act_nothing"}""");
        await DueAsync("000000000000002~torn", "{");
        await world.Get<Starts>().DueAsync(ada.Id, strange.Value, default);
        var run = Member.Text(await grace.AskAsync("say \"hello\""), "id");
        world.Time.Forward(TimeSpan.FromSeconds(31));

        await ActivatorUtilities.CreateInstance<InstancesSweep>(world.Get<IServiceProvider>()).RunAsync(new TimerInfo(), world.Client, default);

        Assert.Equal("action_altered", Member.Text(await ada.ActionAsync(strange.Value, "refused"), "code"));
        Assert.Contains("action.refused action_altered", await ada.TrailAsync());
        Assert.Equal("done", Member.Text(await grace.OverAsync(run), "state"));
        var left = await world.Tables.QueryAsync("due", Starts.DueList, new KeyRange("0", "1"), 10, null, default);
        Assert.DoesNotContain(left.Rows, row => row.Key.StartsWith("00000000000000", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stop_everything_ends_everything_though_rows_of_it_cannot_be_read()
    {
        var ada = await world.MemberAsync();
        var shop = await world.ShopAsync(ada);
        var (altered, other) = (await ada.ProposeMergeAsync(shop), await ada.ProposeMergeAsync(shop, 10));
        var run = await ada.AskAsync($"close issue 2 of {shop}");
        await ada.UntilAsync(Member.Text(run, "id"), "parked");
        await AlterAsync(ada, $"action~{altered}", "{"u8.ToArray());
        await AlterAsync(ada, $"run~{Member.Text(run, "id")}", "{"u8.ToArray());

        using var stopped = await ada.SendAsync(HttpMethod.Post, "api/stop");

        Assert.Equal(HttpStatusCode.OK, stopped.StatusCode);
        Assert.Equal("cancelled", Member.Text(await ada.ActionAsync(altered, "cancelled"), "state"));
        Assert.Equal("cancelled", Member.Text(await ada.ActionAsync(other, "cancelled"), "state"));
        Assert.Equal("cancelled", Member.Text(await ada.GetAsync($"api/runs/{Member.Text(run, "id")}"), "state"));
        Assert.Empty(world.EffectsOn(shop));
    }

    [Fact]
    public async Task A_run_whose_row_can_no_longer_be_read_fails_and_says_so_and_its_thread_is_free()
    {
        var ada = await world.MemberAsync();
        var shop = await world.ShopAsync(ada);
        var asked = await ada.AskAsync($"merge pull request 7 of {shop}");
        var run = Member.Text(asked, "id");
        await ada.UntilAsync(run, "parked");
        await Eventually.TrueAsync(() => ada.Pushes.Count == 1, "the phone is asked");

        await AlterAsync(ada, $"run~{run}", "{\"id\":7}"u8.ToArray());
        await ada.AnswerAsync(approve: true);

        var over = await ada.OverAsync(run);
        Assert.Equal(("failed", "run_altered"), (Member.Text(over, "state"), Member.Text(over, "code")));
        Assert.Contains("altered", Member.Text((await ada.MessagesAsync(Member.Text(asked, "thread")))[^1], "text"), StringComparison.Ordinal);
        Assert.Contains("run.finished run_altered", await ada.TrailAsync());
        Assert.Empty(world.EffectsOn(shop));
        Assert.Equal("done", Member.Text(await ada.EndOfAsync("say \"on we go\"", Member.Text(asked, "thread")), "state"));
    }

    [Theory]
    [InlineData("{ not json")]
    [InlineData("""{"n":1,"at":"2026-01-31T12:00:00+00:00","type":"run","data":null}""")]
    [InlineData("""{"n":99999,"at":"2026-01-31T12:00:00+00:00","type":"run","data":{}}""")]
    public async Task An_event_whose_row_can_no_longer_be_read_is_left_out_and_those_after_it_come(string value)
    {
        var ada = await world.MemberAsync();
        await ada.EndOfAsync("say \"one\"");
        var all = Numbers(await EventsAsync(ada));

        await AlterAsync(ada, $"event~{1:D12}", Encoding.UTF8.GetBytes(value));

        Assert.Equal("1", all[0]);
        Assert.Equal(all.Skip(1), Numbers(await EventsAsync(ada)));
    }

    private static List<string> Numbers(string events) => [.. events.Split('\n').Where(line => line.StartsWith("id: ", StringComparison.Ordinal)).Select(line => line["id: ".Length..])];

    private Task<WriteResult> AlterAsync(Member person, string key, byte[] value) => world.Tables.WriteAsync("people", person.Id.Value, [new Change.Upsert(key, value)], default);

    private Task<WriteResult> DueAsync(string key, string value) => world.Tables.WriteAsync("due", Starts.DueList, [new Change.Upsert(key, Encoding.UTF8.GetBytes(value))], default);

    private static async Task<string> EventsAsync(Member person)
    {
        using var response = await person.SendAsync(HttpMethod.Get, "api/events?after=0&follow=false");
        return await response.Content.ReadAsStringAsync();
    }
}
