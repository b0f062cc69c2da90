using System.Net;
using System.Text.Json.Nodes;
using Countersign.Tests.Workflows.Runs;

namespace Countersign.Tests.Workflows.Faults;

/// <summary>The tenant is slow, away, limits us, answers nonsense or changes its keys.</summary>
public sealed class TenantFaultTests(TenantFaultTests.PatientWorld world) : IClassFixture<TenantFaultTests.PatientWorld>
{
    private const string Exchange = "token-exchange";

    [Fact]
    public async Task A_slow_tenant_is_waited_for_its_time_and_asked_again_once_and_then_the_caller_is_told_when_to_come_back()
    {
        var ada = await world.MemberAsync();
        var since = world.Time.GetUtcNow();
        await world.FaultAsync("tenant_delay", 2, new JsonObject { ["grant"] = Exchange, ["ms"] = 60_000 });

        var answer = await ada.ListIssuesAsync("acme/shop");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "provider-unavailable"), (answer.Status, answer.Problem));
        Assert.True(answer.RetryAfter >= TimeSpan.FromSeconds(5));
        Assert.Equal(2, world.Exchanges(since).Count);
        Assert.Equal("read.done unavailable", (await ada.TrailAsync())[^1]);
        Assert.True((await ada.ListIssuesAsync("acme/shop")).Status == HttpStatusCode.OK);
    }

    [Fact]
    public async Task While_the_tenant_is_down_a_write_is_put_off_and_goes_on_by_itself_when_it_is_back()
    {
        var ada = await world.MemberAsync();
        var shop = await world.ShopAsync(ada);
        var since = world.Time.GetUtcNow();
        await world.FaultAsync("connection_drop", 2, new JsonObject { ["host"] = "tenant", ["grant"] = Exchange, ["when"] = "before" });

        var answer = await ada.CommentAsync(shop, "While nobody answers");

        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        var id = Member.Text(answer.Json, "id");
        var row = await world.RowAsync(ada, id, row => row.Tries == 1 || row.Approval is not null, "the first try came to nothing");
        Assert.Equal(1, row.Tries);
        Assert.True(row.NotBefore >= since + TimeSpan.FromSeconds(5));
        Assert.Equal(2, world.Exchanges(since).Count);
        world.Time.Forward(TimeSpan.FromSeconds(8));
        await world.WakeActionAsync(id);
        await ada.UntilPendingAsync(id);
        Assert.Contains("read.done unavailable", await ada.TrailAsync());
    }

    [Fact]
    public async Task Many_writes_that_met_an_outage_are_put_off_each_time_and_all_go_on_when_it_is_over()
    {
        var ada = await world.MemberAsync();
        var shop = await world.ShopAsync(ada);
        var since = world.Time.GetUtcNow();
        await world.FaultAsync("connection_drop", 100, new JsonObject { ["host"] = "tenant", ["grant"] = Exchange, ["when"] = "before" });
        var ids = (await Task.WhenAll(Enumerable.Range(1, 8).Select(n => ada.CommentAsync(shop, $"Outage {n}")))).Select(answer => Member.Text(answer.Json, "id")).ToList();

        for (var tries = 1; tries <= 2; tries++)
        {
            var rows = new List<Countersign.Actions.ActionRow>();
            foreach (var id in ids) rows.Add(await world.RowAsync(ada, id, row => row.Tries == tries && row.NotBefore is not null, $"try {tries} came to nothing"));
            Assert.All(rows, row => Assert.True(row.NotBefore >= since + TimeSpan.FromSeconds(5), $"{row.NotBefore - since} is too soon."));
            if (tries == 2) world.NoFaults();
            since = world.Time.GetUtcNow();
            world.Time.Forward(rows.Max(row => row.NotBefore)!.Value - since); // put off, each of them
            foreach (var id in ids) await world.WakeActionAsync(id);
        }

        foreach (var id in ids) await ada.ActionAsync(id, "parked");
    }

    [Fact]
    public async Task A_short_limit_of_the_tenant_is_waited_out_and_not_a_moment_less()
    {
        var ada = await world.MemberAsync();
        var since = world.Time.GetUtcNow();
        await world.FaultAsync("tenant_429", 1, new JsonObject { ["grant"] = Exchange, ["retry_after"] = 2 });

        Assert.Equal(HttpStatusCode.OK, (await ada.ListIssuesAsync("acme/shop")).Status);

        var arrived = world.Exchanges(since);
        Assert.Equal(2, arrived.Count);
        Assert.True(arrived[1].At - arrived[0].At >= TimeSpan.FromSeconds(2), $"Came back after {arrived[1].At - arrived[0].At}.");
    }

    [Fact]
    public async Task A_long_limit_of_the_tenant_is_handed_on_to_the_caller_and_not_retried()
    {
        var ada = await world.MemberAsync();
        var since = world.Time.GetUtcNow();
        await world.FaultAsync("tenant_429", 1, new JsonObject { ["grant"] = Exchange, ["retry_after"] = 90 });

        var answer = await ada.ListIssuesAsync("acme/shop");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "provider-unavailable"), (answer.Status, answer.Problem));
        Assert.Equal(TimeSpan.FromSeconds(90), answer.RetryAfter);
        Assert.Single(world.Exchanges(since));
    }

    [Fact]
    public async Task Writes_that_met_the_tenants_limit_wait_as_long_as_it_says_whoever_wakes_them_and_come_back_spread()
    {
        var ada = await world.MemberAsync();
        var shop = await world.ShopAsync(ada);
        var since = world.Time.GetUtcNow();
        await world.FaultAsync("tenant_429", 6, new JsonObject { ["grant"] = Exchange, ["retry_after"] = 40 });
        var answers = await Task.WhenAll(Enumerable.Range(1, 6).Select(n => ada.CommentAsync(shop, $"Number {n}")));
        var ids = answers.Select(answer => Member.Text(answer.Json, "id")).ToList();
        var rows = new List<Countersign.Actions.ActionRow>();
        foreach (var id in ids) rows.Add(await world.RowAsync(ada, id, row => row.NotBefore is not null, "it is put off"));

        Assert.All(rows, row => Assert.True(row.NotBefore >= since + TimeSpan.FromSeconds(40)));
        Assert.True(rows.Max(row => row.NotBefore) - rows.Min(row => row.NotBefore) > TimeSpan.FromSeconds(1), "They would all come back in one moment.");

        var asked = world.Exchanges(since).Count;
        foreach (var id in ids) await world.WakeActionAsync(id);
        await Eventually.ComesAsync(
            async () => (await Task.WhenAll(ids.Select(async id => (await world.Client.GetInstanceAsync(Countersign.Actions.ActRef.InstanceOf(id)))!.LastUpdatedAt > since)))
                .All(changed => changed) ? (bool?)true : null,
            () => "all were woken");
        Assert.Equal(asked, world.Exchanges(since).Count);

        world.Time.Forward(TimeSpan.FromMinutes(1));
        foreach (var id in ids) await world.WakeActionAsync(id);
        foreach (var id in ids) await ada.ActionAsync(id, "parked");
    }

    [Theory]
    [InlineData("html")]
    [InlineData("empty")]
    [InlineData("half")]
    [InlineData("list")]
    [InlineData("other")]
    public async Task Nonsense_instead_of_a_token_is_no_token_and_is_said(string kind)
    {
        var ada = await world.MemberAsync();
        await world.FaultAsync("nonsense", 2, new JsonObject { ["host"] = "tenant", ["grant"] = Exchange, ["as"] = kind });
        try
        {
            var answer = await ada.ListIssuesAsync("acme/shop");

            Assert.Equal((HttpStatusCode.ServiceUnavailable, "provider-unavailable"), (answer.Status, answer.Problem));
            Assert.NotNull(answer.RetryAfter);
            Assert.Equal("read.done unavailable", (await ada.TrailAsync())[^1]);
        }
        finally
        {
            world.NoFaults();
        }
    }

    [Theory]
    [InlineData("html", 0)]
    [InlineData("half", 1)]
    public async Task Nonsense_to_an_ask_is_an_ask_whose_answer_is_lost_and_it_is_void(string kind, int pushes)
    {
        var ada = await world.MemberAsync();
        var shop = await world.ShopAsync(ada);
        await world.FaultAsync("nonsense", 1, new JsonObject { ["host"] = "tenant", ["path_prefix"] = "/bc-authorize", ["as"] = kind });

        var answer = await ada.CommentAsync(shop, "Whatever");

        var id = Member.Text(answer.Json, "id");
        var approval = Member.Text(await ada.ActionAsync(id, "parked"), "approval");
        var lost = await Eventually.ComesAsync(
            async () => await ada.GetAsync($"api/approvals/{approval}") is var row && Member.Text(row, "state") == "lost" ? (System.Text.Json.JsonElement?)row : null, () => "it is lost");
        Assert.Contains("void", Member.Text(lost, "says"), StringComparison.Ordinal);
        Assert.Equal(pushes, ada.Pushes.Count);
        Assert.Contains("approval.lost", await ada.TrailAsync());
        Assert.Empty(world.EffectsOn(shop));
    }

    [Fact]
    public async Task Nonsense_to_a_poll_is_polled_again_and_the_answer_is_not_lost()
    {
        var ada = await world.MemberAsync();
        var shop = await world.ShopAsync(ada);
        var id = await ada.ProposeMergeAsync(shop);
        await world.FaultAsync("nonsense", 2, new JsonObject { ["host"] = "tenant", ["grant"] = "ciba", ["as"] = "html" });

        await Eventually.TrueAsync(() => world.Sandbox.World.Faults.All.Count == 0, "two polls met nonsense");
        await ada.AnswerAsync(approve: true);

        await ada.ActionAsync(id, "done");
        Assert.Single(world.EffectsOn(shop));
    }

    [Theory]
    [InlineData("html", "/.well-known/jwks.json")]
    [InlineData("list", "/.well-known/jwks.json")]
    [InlineData("other", "/.well-known/jwks.json")]
    [InlineData("half", "/.well-known/openid-configuration")]
    public async Task Nonsense_instead_of_keys_locks_nobody_out_and_lets_nobody_in(string kind, string path)
    {
        var ada = await world.MemberAsync();
        world.Time.Forward(TimeSpan.FromMinutes(61)); // the keys are read again
        ada.Token = await world.TokenAsync(ada.Name);
        var forged = await world.ControlAsync("tokens", new JsonObject { ["person"] = ada.Name, ["defect"] = "wrong_key" });
        var since = world.Time.GetUtcNow();
        await world.FaultAsync("nonsense", 1, new JsonObject { ["host"] = "tenant", ["path_prefix"] = path, ["as"] = kind });

        Assert.Equal(HttpStatusCode.OK, (await ada.ListIssuesAsync("acme/shop")).Status);
        ada.Token = (string)forged!["access_token"]!;
        Assert.Equal(HttpStatusCode.Unauthorized, (await ada.ListIssuesAsync("acme/shop")).Status);

        Assert.Single(world.ArrivedAt("tenant", since, "/.well-known/openid-configuration"));
        world.NoFaults();
    }

    [Fact]
    public async Task An_account_that_is_revoked_while_the_phone_waits_parks_the_action_and_linking_again_carries_it_on()
    {
        var ada = await world.MemberAsync();
        var shop = await world.ShopAsync(ada);
        var id = await ada.ProposeMergeAsync(shop);
        await world.ControlAsync("github/revoke", new JsonObject { ["person"] = ada.Name, ["authorization"] = true });

        await ada.AnswerAsync(approve: true);

        var parked = await ada.NeedsAsync(id, "link", "link_again");
        Assert.Equal("parked", Member.Text(parked, "state"));
        Assert.Empty(world.EffectsOn(shop));
        Assert.Contains((await ada.TrailAsync())[^1], (string[])["action.parked link", "action.parked link_again", "run.parked"]);
        await ada.LinkAsync();
        await ada.ActionAsync(id, "done");
        Assert.Single(world.EffectsOn(shop));
    }

    /// <summary>An app that waits four seconds for the tenant, and tries twice.</summary>
    public sealed class PatientWorld : RunWorld
    {
        public PatientWorld()
            : base(("Vault:AnswerWithin", "4"), ("Vault:Attempts", "2"))
        {
        }
    }
}
