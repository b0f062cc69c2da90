using System.Net;
using System.Text.Json.Nodes;
using Countersign.Sandbox.Tenant.Ciba;
using Countersign.Tests.Workflows.Runs;

namespace Countersign.Tests.Workflows.Faults;

/// <summary>The person's device answers late, twice or never; their sign-in ends meanwhile; too much is asked of them.</summary>
public sealed class PersonFaultTests(RunWorld world) : IClassFixture<RunWorld>
{
    [Fact]
    public async Task An_answer_that_never_comes_lapses_and_one_that_comes_too_late_changes_nothing()
    {
        var ada = await world.MemberAsync();
        var shop = await world.ShopAsync(ada);
        var id = await ada.ProposeMergeAsync(shop);

        world.Time.Forward(TimeSpan.FromSeconds(301));

        var lapsed = await ada.ActionAsync(id, "lapsed", "denied");
        Assert.NotEmpty(Member.Text(lapsed, "text"));
        Assert.Equal(AnswerOutcome.NotFound, world.Sandbox.Tenant.Pushes.Answer(ada.Pushes[0].Id, approve: true));
        Assert.Contains((await ada.TrailAsync()).Single(entry => entry.StartsWith("approval.", StringComparison.Ordinal) && entry is not ("approval.waiting" or "approval.asked" or "approval.pending")),
            (string[])["approval.expired", "approval.denied"]);
        Assert.Single(ada.Pushes);
        Assert.Empty(world.EffectsOn(shop));
    }

    [Fact]
    public async Task The_first_of_two_answers_counts_and_the_action_happens_once()
    {
        var ada = await world.MemberAsync();
        var shop = await world.ShopAsync(ada);
        var id = await ada.ProposeMergeAsync(shop);

        await ada.AnswerAsync(approve: true);

        Assert.Equal(AnswerOutcome.NotFound, world.Sandbox.Tenant.Pushes.Answer(ada.Pushes[0].Id, approve: false));
        Assert.Equal(AnswerOutcome.NotFound, world.Sandbox.Tenant.Pushes.Answer(ada.Pushes[0].Id, approve: true));
        await ada.ActionAsync(id, "done");
        Assert.Single(world.EffectsOn(shop));
        Assert.Equal(1, (await ada.TrailAsync()).Count(entry => entry == "approval.approved"));
    }

    [Fact]
    public async Task A_sign_in_that_ends_while_the_phone_waits_parks_the_approved_action_and_a_fresh_one_carries_it_on()
    {
        var ada = await world.MemberAsync();
        var shop = await world.ShopAsync(ada);
        var id = await ada.ProposeMergeAsync(shop);
        await world.FaultAsync("exchange_error", 1, ada.For(new JsonObject { ["status"] = 401, ["error"] = "invalid_grant", ["description"] = "The session was ended." }));

        await ada.AnswerAsync(approve: true);

        var parked = await ada.NeedsAsync(id, "grant");
        Assert.Empty(world.EffectsOn(shop));
        using var renewed = await ada.SendAsync(HttpMethod.Post, $"api/runs/{Member.Text(parked, "run")}/grant");
        Assert.Equal(HttpStatusCode.OK, renewed.StatusCode);
        await ada.ActionAsync(id, "done");
        Assert.Single(world.EffectsOn(shop));
        Assert.Single(ada.Pushes);
        Assert.Contains("action.parked grant", await ada.TrailAsync());
    }

    [Fact]
    public async Task A_sign_in_that_would_end_before_the_phones_time_is_up_is_renewed_before_anything_is_asked()
    {
        var ada = await world.MemberAsync();
        var shop = await world.ShopAsync(ada);
        ada.Token = await world.TokenAsync(ada.Name, seconds: 600);

        var id = Member.Text((await ada.CommentAsync(shop, "Soon over")).Json, "id");

        var parked = await ada.NeedsAsync(id, "grant");
        Assert.Empty(ada.Pushes);
        ada.Token = await world.TokenAsync(ada.Name);
        using var renewed = await ada.SendAsync(HttpMethod.Post, $"api/runs/{Member.Text(parked, "run")}/grant");
        Assert.Equal(HttpStatusCode.OK, renewed.StatusCode);
        await ada.UntilPendingAsync(id);
        Assert.Single(ada.Pushes);
    }

    [Fact]
    public async Task What_waits_a_day_for_a_sign_in_lapses_and_nobody_is_asked_for_it_any_more()
    {
        await using var days = await RunWorld.StartAsync();
        var ada = await days.MemberAsync();
        var shop = await days.ShopAsync(ada);
        ada.Token = await days.TokenAsync(ada.Name, seconds: 600);
        var id = Member.Text((await ada.CommentAsync(shop, "Too late")).Json, "id");
        await ada.NeedsAsync(id, "grant");

        days.Time.Forward(TimeSpan.FromHours(25));
        ada.Token = await days.TokenAsync(ada.Name);
        await days.WakeActionAsync(id); // its timer looks at a clock that jumped once a minute

        var lapsed = await ada.ActionAsync(id, "lapsed");
        Assert.Equal("remedy_timeout", Member.Text(lapsed, "code"));
        Assert.Equal("withdrawn", Member.Text(await ada.GetAsync($"api/approvals/{Member.Text(lapsed, "approval")}"), "state"));
        Assert.Empty(ada.Pushes);
        Assert.Empty(days.EffectsOn(shop));
    }

    [Fact]
    public async Task Of_200_proposals_three_are_on_the_phone_twenty_wait_and_the_rest_are_denied_and_said()
    {
        var ada = await world.MemberAsync();
        var shop = await world.ShopAsync(ada);
        await ada.ListIssuesAsync(shop);
        var answers = new System.Collections.Concurrent.ConcurrentBag<DoorAnswer>();

        await Parallel.ForEachAsync(Enumerable.Range(1, 200), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (n, _) => answers.Add(await ada.CommentAsync(shop, $"Number {n}")));

        // Where the door's patience ended first, the action says it a moment later.
        foreach (var answer in answers.Where(answer => answer.Status == HttpStatusCode.Accepted)) await ada.ActionAsync(Member.Text(answer.Json, "id"), "parked", "denied");
        await Eventually.TrueAsync(() => ada.Pushes.Count >= 3, "three are on the phone");
        Assert.All(answers, answer => Assert.Contains(answer.Status, (HttpStatusCode[])[HttpStatusCode.Accepted, HttpStatusCode.Forbidden]));
        var told = answers.Where(answer => answer.Status == HttpStatusCode.Forbidden).ToList();
        Assert.NotEmpty(told);
        Assert.All(told, answer => Assert.Equal(("denied", "too_many_waiting"), (answer.Problem, Member.Text(answer.Json, "code"))));
        Assert.All(told, answer => Assert.Contains("20 requests wait", Member.Text(answer.Json, "detail"), StringComparison.Ordinal));
        var actions = (await ada.GetAsync("api/actions?limit=200")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal((23, 177), (actions.Count(action => Member.Text(action, "state") == "parked"), actions.Count(action => Member.Text(action, "state") == "denied")));
        var places = await ada.Approvals.PlacesAsync(ada.Id, default);
        Assert.Equal((3, 20), (places.Outstanding.Count, places.Waiting.Count));
        Assert.Equal(3, ada.Pushes.Count);
        Assert.Equal(177, (await AllOfTrailAsync(ada)).Count(entry => entry == "action.denied too_many_waiting"));

        var oldest = places.Waiting[0].Approval;
        await ada.AnswerAsync(approve: false);
        await Eventually.ComesAsync(async () => Member.Text(await ada.GetAsync($"api/approvals/{oldest}"), "state") == "pending" ? (bool?)true : null, () => "the oldest moved up");
        Assert.Equal(4, ada.Pushes.Count);
        Assert.Empty(world.EffectsOn(shop));
    }

    private static async Task<IReadOnlyList<string>> AllOfTrailAsync(Member person)
    {
        var entries = new List<string>();
        for (var path = "api/audit?limit=200"; ;)
        {
            var page = await person.GetAsync(path);
            entries.AddRange(page.GetProperty("items").EnumerateArray().Select(entry => $"{Member.Text(entry, "kind")} {(entry.TryGetProperty("code", out var code) ? code.ToString() : "")}"));
            if (!page.TryGetProperty("next", out var next) || next.GetString() is not { } cursor) return entries;
            path = $"api/audit?limit=200&cursor={cursor}";
        }
    }
}
