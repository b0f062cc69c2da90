using System.Net;
using Countersign.Approvals;
using Countersign.Audit;
using Countersign.Runtime.Durable;
using Countersign.Vault;

namespace Countersign.Tests.Workflows.Approvals;

public sealed class ApprovalQueueTests
{
    [Fact]
    public async Task The_oldest_of_a_run_is_asked_when_the_one_before_it_is_answered()
    {
        await using var world = await ApprovalWorld.StartAsync();
        var ada = await world.SomeoneAsync();
        var run = ApprovalWorld.NewRun();
        var first = await world.ProposeAsync(ada, run, "1");
        await world.UntilAsync<ApprovalState.Pending>(ada, first);
        var second = await world.ProposeAsync(ada, run, "2");
        var third = await world.ProposeAsync(ada, run, "3");

        world.Answer(ada, approve: true);
        await world.UntilAsync<ApprovalState.Pending>(ada, second);

        Assert.IsType<ApprovalState.Waiting>((await world.RowAsync(ada, third)).State);
        Assert.Equal(1, (await world.Book.PlacesAsync(ada.Id, default)).Turn(third));
        Assert.Equal(2, world.PushesOf(ada).Count);
    }

    [Fact]
    public async Task Three_runs_of_a_person_are_asked_at_once_and_the_fourth_waits_for_a_withdrawal()
    {
        await using var world = await ApprovalWorld.StartAsync();
        var ada = await world.SomeoneAsync();
        var asked = new List<ApprovalId>();
        for (var n = 1; n <= 3; n++)
        {
            asked.Add(await world.ProposeAsync(ada, pull: $"{n}"));
            await world.UntilAsync<ApprovalState.Pending>(ada, asked[^1]);
        }

        var fourth = await world.ProposeAsync(ada, pull: "4");
        await world.Get<Withdrawing>().WithdrawAsync(ada.Id, asked[1], world.Client, default);

        await world.UntilAsync<ApprovalState.Pending>(ada, fourth);
        Assert.Equal(4, world.PushesOf(ada).Count);
        Assert.Equal(3, (await world.Book.PlacesAsync(ada.Id, default)).Outstanding.Count);
    }

    [Fact]
    public async Task The_Poller_asleep_until_a_far_instant_is_woken_by_what_is_due_sooner()
    {
        await using var world = await ApprovalWorld.StartAsync(watched: false, ("Approvals:Expiry", "300"));
        var (ada, bob) = (await world.SomeoneAsync(), await world.SomeoneAsync());
        await world.FaultAsync("ciba_answer_lost", ada);
        var lost = await world.ProposeAsync(ada);
        // Void until its expiry, in five minutes: nothing is due before.
        await world.UntilAsync<ApprovalState.Lost>(ada, lost);
        await Eventually.TrueAsync(
            () => world.Get<DurableEngine>().Inspection.Find(Poller.Instance)?.Instance.Waits.Contains("event", StringComparison.Ordinal) == true, "the Poller sleeps");

        var asked = await world.ProposeAsync(bob);
        await world.UntilAsync<ApprovalState.Pending>(bob, asked);
        world.Answer(bob, approve: true);

        await world.UntilAsync<ApprovalState.Approved>(bob, asked);
        Assert.IsType<ApprovalState.Lost>((await world.RowAsync(ada, lost)).State);
    }

    [Fact]
    public async Task An_identical_proposal_joins_the_one_that_is_open()
    {
        await using var world = await ApprovalWorld.StartAsync();
        var ada = await world.SomeoneAsync();
        var run = ApprovalWorld.NewRun();
        var first = await world.ProposeAsync(ada, run, waits: false);

        Assert.Equal(first, Assert.IsType<Opening.Joined>(await world.OpenAsync(ada, run)).Approval);
        Assert.IsType<Opening.Opened>(await world.OpenAsync(ada, ApprovalWorld.NewRun()));
    }

    [Fact]
    public async Task Nothing_is_asked_while_the_grant_ends_too_soon_and_others_are_not_held_up()
    {
        await using var world = await ApprovalWorld.StartAsync();
        var ada = await world.SomeoneAsync();
        var run = ApprovalWorld.NewRun();
        var short_ = await world.ProposeAsync(ada, run, "1", waits: false);
        await SealAsync(ada, TimeSpan.FromMinutes(5));

        var asking = world.Get<Asking>();
        var asked = await asking.AskAsync(ada.Id, short_, world.Client, default);

        Assert.Equal((AskResult.NeedsYou, RemedyKind.Grant), (asked.Is, asked.Remedy!.Kind));
        Assert.Empty(world.PushesOf(ada));

        await SealAsync(ada, TimeSpan.FromHours(1));
        Assert.Equal(AskResult.Waits, (await asking.AskAsync(ada.Id, short_, world.Client, default)).Is);
        Assert.Single(world.PushesOf(ada));

        async Task SealAsync(Someone someone, TimeSpan life)
        {
            var batch = new PersonBatch();
            await world.Get<Grants>().SealAsync(batch, someone.Caller with { ExpiresAt = TimeProvider.System.GetUtcNow() + life }, run, "assistant", default);
            Assert.IsType<CommitResult.Committed>(await world.Get<Trail>().CommitAsync(someone.Id, batch, default));
        }
    }

    [Fact]
    public async Task Two_askers_at_once_send_one_push()
    {
        await using var world = await ApprovalWorld.StartAsync();
        var ada = await world.SomeoneAsync();
        var id = await world.ProposeAsync(ada, waits: false);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => world.Get<Asking>().AskAsync(ada.Id, id, world.Client, default)));

        Assert.Single(world.PushesOf(ada));
    }

    [Fact]
    public async Task A_withdrawal_while_the_token_is_on_its_way_stands()
    {
        await using var world = await ApprovalWorld.StartAsync();
        var ada = await world.SomeoneAsync();
        var id = await world.ProposeAsync(ada);
        await world.UntilAsync<ApprovalState.Pending>(ada, id);
        await world.ControlAsync("faults", new() { ["kind"] = "tenant_delay", ["path_prefix"] = "/oauth/token", ["ms"] = 1500 });
        world.Answer(ada, approve: true);
        await world.UntilAsync<ApprovalState.Pending>(ada, id, pending => pending.LeaseEnd is not null);

        await world.Get<Withdrawing>().WithdrawAsync(ada.Id, id, world.Client, default);
        await world.Client.WaitForInstanceCompletionAsync(Poller.Instance).WithinDeadlineAsync();

        Assert.IsType<ApprovalState.Withdrawn>((await world.RowAsync(ada, id)).State);
    }

    [Fact]
    public async Task A_restart_loses_neither_the_push_nor_its_answer()
    {
        await using var world = await ApprovalWorld.StartAsync();
        var ada = await world.SomeoneAsync();
        var id = await world.ProposeAsync(ada);
        await world.UntilAsync<ApprovalState.Pending>(ada, id);

        await world.RestartAsync();
        world.Answer(ada, approve: true);

        await world.UntilAsync<ApprovalState.Approved>(ada, id);
        await world.ToldAsync(ada, id);
        Assert.Single(world.PushesOf(ada));
    }

    [Fact]
    public async Task Somebody_elses_approval_is_nowhere_to_be_found()
    {
        await using var world = await ApprovalWorld.StartAsync();
        var (ada, grace) = (await world.SomeoneAsync(), await world.SomeoneAsync());
        var id = await world.ProposeAsync(ada, waits: false);

        foreach (var (method, path) in new[] { (HttpMethod.Get, ""), (HttpMethod.Post, "/withdraw"), (HttpMethod.Post, "/ask-again") })
        {
            using var response = await world.SendAsync(method, $"api/approvals/{id}{path}", grace, key: "k");
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }

        using var list = await world.SendAsync(HttpMethod.Get, "api/approvals", grace);
        Assert.DoesNotContain(id.Value, await list.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var own = await world.SendAsync(HttpMethod.Get, "api/approvals", ada);
        Assert.Contains(id.Value, await own.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
