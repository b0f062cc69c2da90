using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Countersign.Actions;
using Countersign.Storage;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Tests.Workflows.Actions;

public sealed class ActTests(ActionsWorld world) : IClassFixture<ActionsWorld>
{
    [Fact]
    public async Task A_read_is_answered_inline_and_stands_in_the_trail()
    {
        var ada = await world.PersonAsync("ada");
        var shop = await world.ShopAsync();

        var (status, body) = await ada.UseAsync("github.list_issues", $$"""{"repository":"{{shop}}"}""");

        Assert.True(status == HttpStatusCode.OK, body.ToJsonString());
        Assert.NotNull(body["result"]);
        Assert.Equal(0, await world.EffectsAsync(shop));
    }

    [Fact]
    public async Task An_approved_merge_happens_once_and_its_trail_tells_the_whole_story()
    {
        var ada = await world.PersonAsync("ada");
        var shop = await world.ShopAsync();
        await ada.AnswersAsync("approve");

        var (status, proposed) = await ada.MergeAsync(shop);
        Assert.True(status == HttpStatusCode.Accepted, proposed.ToJsonString());
        var done = await ada.UntilAsync(proposed["id"]!.ToString(), "done", "failed", "refused", "moved", "lapsed", "denied", "cancelled");

        Assert.True(done["state"]!.ToString() == "done", done.ToJsonString());
        Assert.Equal(1, await world.EffectsAsync(shop));
        var trail = await ada.TrailAsync(done["id"]!.ToString());
        string[] order = ["run.started", "action.proposed", "action.decided", "approval.asked", "approval.approved", "action.executing", "action.done", "run.finished"];
        Assert.Equal(order, trail.Where(order.Contains));
    }

    [Fact]
    public async Task What_the_person_turns_down_does_not_happen()
    {
        var ada = await world.PersonAsync("ada");
        var shop = await world.ShopAsync();
        await ada.AnswersAsync("deny");

        var (_, proposed) = await ada.MergeAsync(shop);
        var denied = await ada.UntilAsync(proposed["id"]!.ToString(), "denied", "done", "lapsed");

        Assert.Equal("denied", denied["state"]!.ToString());
        Assert.Equal(0, await world.EffectsAsync(shop));
    }

    /// <summary>A process that was killed before it noted the new action, or a second press, must not make another.</summary>
    [Fact]
    public async Task What_lapsed_and_is_asked_again_twice_is_one_new_action()
    {
        var ada = await world.PersonAsync("ada");
        var shop = await world.ShopAsync();
        await ada.AnswersAsync("none");
        await world.ControlAsync("faults", new JsonObject { ["kind"] = "ciba_expiry", ["seconds"] = 1, ["match"] = new JsonObject { ["person"] = "ada" } });
        var (_, proposed) = await ada.MergeAsync(shop);
        var old = (await ada.UntilAsync(proposed["id"]!.ToString(), "lapsed"))["id"]!.ToString();
        await ada.AnswersAsync("approve");
        var caller = new Countersign.Identity.Caller(ada.Principal, ada.Name, new(ada.Token), TimeProvider.System.GetUtcNow().AddMinutes(30), "web");
        var room = world.Services.GetServices<Countersign.Approvals.IAskAgain>().Single();
        var client = world.Services.GetRequiredService<DurableTaskClient>();

        var once = await room.AskAgainAsync(caller, Countersign.Identity.Id<Countersign.Identity.ActionIds>.TryParse(old, out var id) ? id : default, client, default);
        var twice = await room.AskAgainAsync(caller, id, client, default);

        Assert.NotNull(once);
        Assert.Equal(once, twice);
        await ada.UntilAsync(once.Value.Value, "done");
        Assert.Equal(1, await world.EffectsAsync(shop));
    }

    [Fact]
    public async Task What_is_cancelled_while_it_waits_is_prevented()
    {
        var ada = await world.PersonAsync("ada");
        var shop = await world.ShopAsync();
        await ada.AnswersAsync("none");
        var (_, proposed) = await ada.UseAsync("github.create_issue", $$"""{"repository":"{{shop}}","title":"Never","body":"Never."}""");
        var id = proposed["id"]!.ToString();
        await ada.UntilAsync(id, "parked");

        var (status, cancelled) = await ada.SendAsync(HttpMethod.Post, $"/api/actions/{id}/cancel");

        Assert.Equal((HttpStatusCode.OK, "cancelled"), (status, cancelled["state"]!.ToString()));
        var client = world.Services.GetRequiredService<DurableTaskClient>();
        var instance = await client.WaitForInstanceCompletionAsync(ActRef.InstanceOf(id), CancellationToken.None).WithinDeadlineAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Completed, instance.RuntimeStatus);
        Assert.Equal(0, await world.EffectsAsync(shop));
        Assert.Contains("action.cancelled", await ada.TrailAsync(id));
    }

    [Fact]
    public async Task Arguments_that_were_altered_in_the_store_after_the_decision_are_never_sent()
    {
        var ada = await world.PersonAsync("ada");
        var shop = await world.ShopAsync();
        await ada.AnswersAsync("none");
        var (_, proposed) = await ada.UseAsync("github.create_issue", $$"""{"repository":"{{shop}}","title":"Harmless","body":"As approved."}""");
        var id = proposed["id"]!.ToString();
        await ada.UntilAsync(id, "parked");
        var tables = world.Services.GetRequiredService<ITables>();
        var row = (await tables.ReadAsync("people", ada.Principal.Value, $"action~{id}", default))!;
        var altered = Encoding.UTF8.GetString(row.Value.Span).Replace("Harmless", "Harmful!", StringComparison.Ordinal);
        await tables.WriteAsync("people", ada.Principal.Value, [new Change.Replace(row.Key, Encoding.UTF8.GetBytes(altered), row.ETag)], default);

        await ApproveAllAsync("ada");
        var refused = await ada.UntilAsync(id, "refused", "done", "failed");

        Assert.Equal(("refused", "digest_mismatch"), (refused["state"]!.ToString(), refused["code"]!.ToString()));
        Assert.Equal(0, await world.EffectsAsync(shop));
        Assert.Contains("gate.refused", await ada.TrailAsync(id));
    }

    [Fact]
    public async Task A_connection_that_drops_after_the_effect_is_looked_into_and_never_repeated()
    {
        var ada = await world.PersonAsync("ada");
        var shop = await world.ShopAsync();
        await ada.AnswersAsync("approve");
        await world.ControlAsync("faults", new JsonObject
        {
            ["kind"] = "connection_drop", ["when"] = "after", ["host"] = "github", ["method"] = "POST",
        });

        var (_, proposed) = await ada.UseAsync("github.create_issue", $$"""{"repository":"{{shop}}","title":"Once","body":"Only once."}""");
        var done = await ada.UntilAsync(proposed["id"]!.ToString(), "done", "unknown", "failed", "refused");

        Assert.True(done["state"]!.ToString() == "done", done.ToJsonString());
        Assert.Equal(1, await world.EffectsAsync(shop));
    }

    [Fact]
    public async Task A_repeated_key_finds_the_first_action_and_another_body_is_refused()
    {
        var ada = await world.PersonAsync("ada");
        var shop = await world.ShopAsync();
        await ada.AnswersAsync("none");
        var key = Guid.NewGuid().ToString();

        var (_, first) = await ada.MergeAsync(shop, key);
        var (_, again) = await ada.MergeAsync(shop, key);
        var (other, problem) = await ada.MergeAsync(shop + "x", key);

        Assert.Equal(first["id"]!.ToString(), again["id"]!.ToString());
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "/problems/idempotency-key-reused"), (other, problem["type"]!.ToString()));
        await ada.SendAsync(HttpMethod.Post, $"/api/actions/{first["id"]}/cancel");
    }

    [Fact]
    public async Task Somebody_elses_action_is_not_there()
    {
        var (ada, grace) = (await world.PersonAsync("ada"), await world.PersonAsync("grace"));
        await ada.AnswersAsync("none");
        var (_, proposed) = await ada.MergeAsync(await world.ShopAsync());
        var id = proposed["id"]!.ToString();

        Assert.Equal(HttpStatusCode.NotFound, (await grace.SendAsync(HttpMethod.Get, $"/api/actions/{id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await grace.SendAsync(HttpMethod.Post, $"/api/actions/{id}/cancel")).Status);
        Assert.Equal(HttpStatusCode.OK, (await ada.SendAsync(HttpMethod.Post, $"/api/actions/{id}/cancel")).Status);
    }

    [Fact]
    public async Task Stop_ends_what_waits_and_what_it_ended_does_not_resume()
    {
        var ada = await world.PersonAsync("ada");
        var shop = await world.ShopAsync();
        await ada.AnswersAsync("none");
        var (_, proposed) = await ada.UseAsync("github.create_issue", $$"""{"repository":"{{shop}}","title":"Stopped","body":"."}""");
        var id = proposed["id"]!.ToString();
        await ada.UntilAsync(id, "parked");

        var (status, stopped) = await ada.SendAsync(HttpMethod.Post, "/api/stop");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains(id, stopped["actions"]!.AsArray().Select(action => action!.ToString()));
        Assert.Equal("cancelled", (await ada.ReadAsync(id))["state"]!.ToString());
        await ApproveAllAsync("ada");
        Assert.Equal(0, await world.EffectsAsync(shop));
    }

    [Theory]
    [InlineData("""{"tool":"github.unheard_of","arguments":{}}""", "/problems/unknown-tool")]
    [InlineData("""{"tool":"github.merge_pull_request","arguments":{"repository":"acme/shop"}}""", "/problems/invalid-arguments")]
    [InlineData("""{"tool":"github.merge_pull_request","arguments":{"repository":"acme/shop","number":7,"number":8}}""", "/problems/bad-body")]
    [InlineData("""{"tool":"github.merge_pull_request","arguments":{"repository":"acme/shop","number":7,"colour":"red"}}""", "/problems/invalid-arguments")]
    [InlineData("""{"tool":"github.list_issues"}""", "/problems/bad-body")]
    [InlineData("""{"tool":"github.list_issues","arguments":{},"more":1}""", "/problems/bad-body")]
    public async Task What_is_not_as_it_must_be_is_a_problem_that_says_so(string body, string type)
    {
        var (status, problem) = await (await world.PersonAsync("ada")).SendAsync(HttpMethod.Post, "/api/actions", body, Guid.NewGuid().ToString());

        Assert.Equal((HttpStatusCode.BadRequest, type), (status, problem["type"]!.ToString()));
    }

    [Fact]
    public async Task The_tools_come_with_their_schema_and_what_policy_says_of_them()
    {
        var (status, body) = await (await world.PersonAsync("ada")).SendAsync(HttpMethod.Get, "/api/tools");
        Assert.True(status == HttpStatusCode.OK, body.ToJsonString());
        var tools = body["tools"]!.AsArray().ToDictionary(tool => tool!["name"]!.ToString(), tool => tool!);

        Assert.Equal("allow", tools["github.list_issues"]["decision"]!.ToString());
        Assert.Equal("step_up", tools["github.merge_pull_request"]["decision"]!.ToString());
        Assert.NotNull(tools["github.merge_pull_request"]["schema"]!["properties"]!["number"]);
    }

    private async Task ApproveAllAsync(string person)
    {
        await world.ControlAsync("auto-answer", new JsonObject { ["person"] = person, ["answer"] = "approve" });
        foreach (var push in world.Sandbox.Tenant.Pushes.All.Where(push => push.Person.Name == person))
            world.Sandbox.Tenant.Pushes.Answer(push.Id, true);
    }
}
