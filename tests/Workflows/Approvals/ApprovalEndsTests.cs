using System.Net;
using System.Text;
using System.Text.Json;
using Countersign.Approvals;
using Countersign.Gate;
using Countersign.Vault;

namespace Countersign.Tests.Workflows.Approvals;

/// <summary>Every end that an approval can have, seen in the row, in the sandbox's world and by whoever waited.</summary>
public sealed class ApprovalEndsTests
{
    [Fact]
    public async Task An_approved_one_is_told_to_whoever_waits_and_opens_the_gate_for_that_very_digest()
    {
        await using var world = await ApprovalWorld.StartAsync();
        var ada = await world.SomeoneAsync();
        var id = await world.ProposeAsync(ada);
        var pending = await world.UntilAsync<ApprovalState.Pending>(ada, id);

        var push = Assert.Single(world.PushesOf(ada));
        Assert.Equal($"Merge pull request: {pending.Code}", push.BindingMessage);
        world.Answer(ada, approve: true);
        var approved = await world.UntilAsync<ApprovalState.Approved>(ada, id);
        await world.ToldAsync(ada, id);

        var row = await world.RowAsync(ada, id);
        var fact = world.Get<IEnumerable<IGateFact>>().OfType<IApprovalFact>().Single();
        var subject = SubjectOf(row);
        Assert.Null(await fact.CheckAsync(subject, CancellationToken.None));
        Assert.Equal(GateCodes.DigestMismatch, (await fact.CheckAsync(subject with { Digest = Digest.Parse(new string('0', 64)) }, default))!.Code);
        Assert.Equal(GateCodes.UseByPassed, (await fact.CheckAsync(subject with { Now = approved.UseBy.AddSeconds(1) }, default))!.Code);
        Assert.Equal(GateCodes.ApprovalMissing, (await fact.CheckAsync(subject with { Action = ActionId.New(TimeProvider.System) }, default))!.Code);
    }

    [Fact]
    public async Task A_denied_one_is_denied_and_the_same_is_not_asked_again_in_that_run()
    {
        await using var world = await ApprovalWorld.StartAsync();
        var ada = await world.SomeoneAsync();
        var run = ApprovalWorld.NewRun();
        var first = await world.ProposeAsync(ada, run);
        await world.UntilAsync<ApprovalState.Pending>(ada, first);

        world.Answer(ada, approve: false);
        await world.UntilAsync<ApprovalState.Denied>(ada, first);
        await world.ToldAsync(ada, first);

        Assert.Equal("denied_before", Assert.IsType<Opening.Denied>(await world.OpenAsync(ada, run)).Code);
        Assert.IsType<Opening.Opened>(await world.OpenAsync(ada, ApprovalWorld.NewRun()));

        var second = await world.ProposeAsync(ada, run, pull: "8");
        await world.UntilAsync<ApprovalState.Pending>(ada, second);
        world.Answer(ada, approve: false);
        await world.UntilAsync<ApprovalState.Denied>(ada, second);
        Assert.True(await world.Book.IsOverAsync(ada.Id, run, default));
        Assert.Equal("run_over", Assert.IsType<Opening.Denied>(await world.OpenAsync(ada, run, pull: "9")).Code);
    }

    [Fact]
    public async Task One_that_nobody_answers_is_said_as_denied_or_expired_and_counts_as_a_denial()
    {
        await using var world = await ApprovalWorld.StartAsync(("Approvals:Expiry", "5"));
        var ada = await world.SomeoneAsync();
        var run = ApprovalWorld.NewRun();
        var id = await world.ProposeAsync(ada, run);

        await world.UntilAsync<ApprovalState.Expired>(ada, id);
        await world.ToldAsync(ada, id);

        Assert.Equal("denied_before", Assert.IsType<Opening.Denied>(await world.OpenAsync(ada, run)).Code);
        using var response = await world.SendAsync(HttpMethod.Get, $"api/approvals/{id}", ada);
        var view = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal(("expired", "Denied or expired.", true), (view.GetProperty("state").GetString(), view.GetProperty("says").GetString(), view.GetProperty("canAskAgain").GetBoolean()));
    }

    [Fact]
    public async Task A_withdrawn_one_is_never_redeemed_whatever_is_pressed_on_the_phone()
    {
        await using var world = await ApprovalWorld.StartAsync();
        var ada = await world.SomeoneAsync();
        var id = await world.ProposeAsync(ada);
        await world.UntilAsync<ApprovalState.Pending>(ada, id);

        using var response = await world.SendAsync(HttpMethod.Post, $"api/approvals/{id}/withdraw", ada);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("its code is void", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        world.Answer(ada, approve: true);
        await world.ToldAsync(ada, id);

        // The Poller ends only after it looked at everything in its list.
        await world.Client.WaitForInstanceCompletionAsync(Poller.Instance).WithinDeadlineAsync();
        Assert.IsType<ApprovalState.Withdrawn>((await world.RowAsync(ada, id)).State);
        Assert.Equal(0, world.Sandbox.World.Counters["ciba.redeemed"]);
        Assert.Equal(1, (await world.Get<Epochs>().ReadAsync(ada.Id, default)).N);
    }

    [Fact]
    public async Task A_lost_answer_is_void_and_asked_again_once_it_expired_under_a_new_code()
    {
        await using var world = await ApprovalWorld.StartAsync(("Approvals:Expiry", "6"));
        var ada = await world.SomeoneAsync();
        await world.FaultAsync("ciba_answer_lost", ada);
        var id = await world.ProposeAsync(ada);

        var lost = await world.UntilAsync<ApprovalState.Lost>(ada, id);
        Assert.True(lost.Again);
        world.Answer(ada, approve: true); // the void one
        var again = await world.UntilAsync<ApprovalState.Pending>(ada, id);

        Assert.NotEqual(lost.Code, again.Code);
        Assert.Equal(2, world.PushesOf(ada).Count);
        Assert.True(again.AskedAt >= lost.VoidUntil);
        world.Answer(ada, approve: true);
        await world.UntilAsync<ApprovalState.Approved>(ada, id);
        Assert.Equal(1, world.Sandbox.World.Counters["ciba.redeemed"]);
    }

    [Fact]
    public async Task A_lost_token_is_asked_for_again_at_once_when_the_person_says_so_and_a_second_loss_is_the_end()
    {
        await using var world = await ApprovalWorld.StartAsync();
        var ada = await world.SomeoneAsync();
        var id = await world.ProposeAsync(ada);
        for (var ask = 1; ask <= 2; ask++)
        {
            var asked = ask;
            await world.UntilAsync<ApprovalState.Pending>(ada, id, pending => pending.Asks == asked);
            await world.FaultAsync("ciba_token_lost", ada);
            world.Answer(ada, approve: true);
            var lost = await world.UntilAsync<ApprovalState.Lost>(ada, id, lost => lost.Again == (asked == 1));
            Assert.Equal("token", lost.What);
            if (ask == 2) break;
            using var response = await world.SendAsync(HttpMethod.Post, $"api/approvals/{id}/ask-again", ada, key: "again");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        await world.ToldAsync(ada, id);
        Assert.Equal(2, world.PushesOf(ada).Count);
    }

    [Fact]
    public async Task A_token_whose_details_are_not_what_was_asked_is_refused()
    {
        await using var world = await ApprovalWorld.StartAsync();
        var ada = await world.SomeoneAsync();
        var id = await world.ProposeAsync(ada);
        await world.UntilAsync<ApprovalState.Pending>(ada, id);

        await world.FaultAsync("ciba_tamper_details", ada);
        world.Answer(ada, approve: true);

        Assert.Equal("details_differ", (await world.UntilAsync<ApprovalState.Refused>(ada, id)).Reason);
    }

    [Fact]
    public async Task Somebody_without_a_phone_is_told_to_enrol_it()
    {
        await using var world = await ApprovalWorld.StartAsync();
        var ada = await world.SomeoneAsync(enrolment: "pending");
        var id = await world.ProposeAsync(ada);

        var refused = await world.UntilAsync<ApprovalState.Refused>(ada, id);
        await world.ToldAsync(ada, id);

        Assert.Equal(("not_enrolled", RemedyKind.Enrol), (refused.Reason, refused.Remedy!.Kind));
        Assert.Empty(world.PushesOf(ada));
    }

    [Fact]
    public async Task A_busy_tenant_is_asked_later_and_once()
    {
        await using var world = await ApprovalWorld.StartAsync();
        var ada = await world.SomeoneAsync();
        await world.ControlAsync("faults", new() { ["kind"] = "tenant_429", ["path_prefix"] = "/bc-authorize", ["retry_after"] = 1 });
        var id = await world.ProposeAsync(ada);

        var pending = await world.UntilAsync<ApprovalState.Pending>(ada, id);

        Assert.Equal(1, pending.Asks);
        Assert.Single(world.PushesOf(ada));
    }

    [Fact]
    public async Task Slow_down_is_obeyed_and_kept()
    {
        await using var world = await ApprovalWorld.StartAsync();
        var ada = await world.SomeoneAsync();
        await world.FaultAsync("ciba_slow_down", ada, ("seconds", 3));
        var id = await world.ProposeAsync(ada);

        await world.UntilAsync<ApprovalState.Pending>(ada, id, pending => pending.IntervalSeconds == 3);
        world.Answer(ada, approve: true);

        await world.UntilAsync<ApprovalState.Approved>(ada, id);
    }

    [Fact]
    public async Task Nothing_that_could_be_redeemed_is_at_rest_in_clear()
    {
        await using var world = await ApprovalWorld.StartAsync();
        var ada = await world.SomeoneAsync();
        var id = await world.ProposeAsync(ada);
        await world.UntilAsync<ApprovalState.Pending>(ada, id);
        var request = world.PushesOf(ada)[0].AuthReqId;
        Assert.Empty(Found(world.Data, request, ada.Token));

        world.Answer(ada, approve: true);
        await world.UntilAsync<ApprovalState.Approved>(ada, id);
        await world.ToldAsync(ada, id);

        Assert.Empty(Found(world.Data, request, ada.Token));
        Assert.NotEmpty(Found(world.Data, id.Value)); // the search finds what is there
    }

    private static List<string> Found(string folder, params string[] secrets)
    {
        var found = new List<string>();
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            if (file.EndsWith(".lock", StringComparison.Ordinal)) continue; // empty, and held by the process
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            found.AddRange(secrets.Where(secret => bytes.GetBuffer().AsSpan(0, (int)bytes.Length).IndexOf(Encoding.UTF8.GetBytes(secret)) >= 0));
        }

        return found;
    }

    private static GateSubject SubjectOf(ApprovalRow row) => new()
    {
        Principal = row.Principal, Run = row.Run, Action = row.Action, Tool = row.Tool, Connection = row.Connection, Account = "1001", Purpose = Purpose.Write,
        Subject = new Subject.RunGrant(row.Run), Approval = row.Id, Digest = row.Digest, Now = TimeProvider.System.GetUtcNow(),
    };
}
