using System.Text.Json.Nodes;
using Countersign.Tests.EndToEnd.Live;

namespace Countersign.Tests.EndToEnd.Laws;

/// <summary>Law 7: failing is safe and said.</summary>
public sealed class Law7FailingIsSafeAndSaidTests(OwnWorld own) : IClassFixture<OwnWorld>
{
    [Theory]
    [InlineData("github.delete_repository")]
    [InlineData("slack.send_message")]
    [InlineData("GITHUB.merge_pull_request")]
    [InlineData("merge")]
    public async Task A_tool_that_nobody_knows_is_denied(string tool)
    {
        using var ada = await Someone.NewAsync(own.World);

        ProblemAssert.Is(await ada.UseAsync(tool, ada.Merge(7)), 400, "unknown-tool");
        Assert.Empty((await ada.ReadAsync("api/actions")).GetProperty("items").EnumerateArray());
        Assert.Empty(await ada.EffectsAsync());
    }

    [Fact]
    public async Task A_model_that_calls_a_tool_nobody_offered_gets_told_and_nothing_happens()
    {
        using var ada = await Someone.NewAsync(own.World);
        await own.World.Control.FaultAsync("model_unknown_tool", 1, new JsonObject { ["contains"] = ada.Repository });

        var run = await ada.AskAsync($"list the open issues of {ada.Repository}");

        await ada.RunAsync(run, "done", "failed");
        Assert.Empty(await ada.EffectsAsync());
        Assert.Equal(0, await own.World.Control.FaultsLeftAsync("model_unknown_tool"));
    }

    [Theory]
    [InlineData("federated_connection_refresh_token_not_found", "link")]
    [InlineData("federated_connection_refresh_token_flow_failed", "link_again")]
    [InlineData("unauthorized_client", "operator")]
    public async Task A_refused_exchange_says_what_to_do_and_nothing_is_read(string error, string remedy)
    {
        using var ada = await Someone.NewAsync(own.World);
        await own.World.Control.FaultAsync(
            "exchange_error", 1, new JsonObject { ["status"] = 401, ["error"] = error, ["description"] = "As the tenant says.", ["match"] = new JsonObject { ["person"] = ada.Name } });

        var reply = await ada.UseAsync("github.list_issues", new JsonObject { ["repository"] = ada.Repository });

        ProblemAssert.Is(reply, 409, "needs-you");
        Assert.Equal(remedy, reply.Json.GetProperty("remedy").GetProperty("kind").GetString());
        Assert.True((await ada.UseAsync("github.list_issues", new JsonObject { ["repository"] = ada.Repository })).Ok);
    }

    [Fact]
    public async Task A_tenant_that_says_too_many_is_asked_again_or_the_caller_is_told_when()
    {
        using var ada = await Someone.NewAsync(own.World);
        await own.World.Control.FaultAsync(
            "exchange_error", 1,
            new JsonObject { ["status"] = 429, ["error"] = "too_many_requests", ["description"] = "Slow down.", ["retry_after"] = 1, ["match"] = new JsonObject { ["person"] = ada.Name } });

        var reply = await ada.UseAsync("github.list_issues", new JsonObject { ["repository"] = ada.Repository });

        if (!reply.Ok) ProblemAssert.Is(reply, 503, "provider-unavailable");
        Assert.Equal(0, await own.World.Control.FaultsLeftAsync("exchange_error"));
    }

    [Fact]
    public async Task A_refused_exchange_at_the_effect_parks_the_action_with_its_remedy_and_it_goes_on_once_that_is_done()
    {
        using var ada = await Someone.NewAsync(own.World);
        var (action, push) = await ada.ProposeMergeAsync(7);
        await own.World.Control.PostAsync("accounts", new JsonObject { ["person"] = ada.Name, ["action"] = "forget_refresh_token" });
        await own.World.Control.PostAsync("accounts", new JsonObject { ["person"] = ada.Name, ["action"] = "expire" });

        await ada.Phone.ApproveAsync(push);

        var parked = await Eventually.ComesAsync(
            async () => await ada.ReadAsync($"api/actions/{action}") is var row && row.TryGetProperty("remedy", out _) ? (System.Text.Json.JsonElement?)row : null,
            () => "the action says what it needs");
        Assert.Equal("parked", parked.GetProperty("state").GetString());
        Assert.Contains(parked.GetProperty("remedy").GetProperty("kind").GetString(), (string[])["link", "link_again"]);
        Assert.Empty(await ada.EffectsAsync());

        await own.World.Control.PostAsync("accounts", new JsonObject { ["person"] = ada.Name, ["action"] = "link" });
        await ada.ConfirmAsync();
        await ada.ActionAsync(action, "done");
        Assert.Equal(["merge"], await ada.EffectsAsync());
    }

    [Fact]
    public async Task A_tenant_that_breaks_during_the_ask_does_not_approve_anything()
    {
        using var ada = await Someone.NewAsync(own.World);
        await own.World.Control.FaultAsync("ciba_refuse", 1, new JsonObject
        {
            ["status"] = 400, ["error"] = "unauthorized_client", ["description"] = "CIBA is off.", ["match"] = new JsonObject { ["person"] = ada.Name },
        });

        var reply = await ada.UseAsync("github.merge_pull_request", ada.Merge(7));

        await Eventually.ComesAsync(
            async () => await ada.ReadAsync($"api/actions/{reply.Text("id")}") is var row && (row.TryGetProperty("remedy", out _) || row.TryGetProperty("text", out _)) ? (bool?)true : null,
            () => "the action says what is wrong");
        Assert.Empty(await ada.Phone.PushesAsync());
        Assert.Empty(await ada.EffectsAsync());
    }

    [Fact]
    public async Task What_comes_back_from_the_phone_with_other_details_is_refused()
    {
        using var ada = await Someone.NewAsync(own.World);
        await own.World.Control.FaultAsync("ciba_tamper_details", 1, new JsonObject { ["match"] = new JsonObject { ["person"] = ada.Name } });
        var (action, push) = await ada.ProposeMergeAsync(7);

        await ada.Phone.ApproveAsync(push);

        Assert.Equal("details_differ", (await ada.ActionAsync(action, "refused")).GetProperty("code").GetString());
        Assert.Empty(await ada.EffectsAsync());
    }

    [Fact]
    public async Task A_person_without_a_phone_is_told_to_enrol_and_nothing_happens()
    {
        using var ada = await Someone.NewAsync(own.World, enrolment: "none");

        var reply = await ada.UseAsync("github.merge_pull_request", ada.Merge(7));

        var row = await Eventually.ComesAsync(
            async () => await ada.ReadAsync($"api/actions/{reply.Text("id")}") is var row && (row.TryGetProperty("remedy", out _) || row.TryGetProperty("code", out _)) ? (System.Text.Json.JsonElement?)row : null,
            () => "the action says what it needs");
        Assert.Contains("enrol", row.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Empty(await ada.EffectsAsync());
    }

    [Fact]
    public async Task An_unreachable_tenant_is_said_and_nothing_happens()
    {
        using var ada = await Someone.NewAsync(own.World);
        await own.World.Control.FaultAsync("connection_drop", 50, new JsonObject { ["host"] = "tenant", ["path_prefix"] = "/oauth/token", ["when"] = "before" });
        try
        {
            var reply = await ada.UseAsync("github.list_issues", new JsonObject { ["repository"] = ada.Repository });

            ProblemAssert.Is(reply, 503, "provider-unavailable");
        }
        finally
        {
            await own.World.Control.ClearFaultsAsync();
        }
    }

    [Theory]
    [InlineData("model_500")]
    [InlineData("model_cut")]
    [InlineData("model_malformed_arguments")]
    public async Task A_model_that_fails_once_is_asked_again_and_one_that_fails_on_is_said(string fault)
    {
        using var ada = await Someone.NewAsync(own.World);
        await own.World.Control.FaultAsync(fault, 1, new JsonObject { ["contains"] = ada.Repository });

        var run = await ada.RunAsync(await ada.AskAsync($"list the open issues of {ada.Repository}"), "done", "failed");

        Assert.Equal("done", run.GetProperty("state").GetString());
        Assert.Equal(0, await own.World.Control.FaultsLeftAsync(fault));
    }

    [Fact]
    public async Task A_model_that_never_stops_is_stopped_at_a_limit_that_is_said()
    {
        using var ada = await Someone.NewAsync(own.World);
        await own.World.Control.FaultAsync("model_never_stops", 100, new JsonObject { ["contains"] = ada.Repository });

        var run = await ada.RunAsync(await ada.AskAsync($"list the open issues of {ada.Repository}"), "done", "failed");

        Assert.StartsWith("limit_", run.GetProperty("code").GetString(), StringComparison.Ordinal);
        Assert.NotEmpty(run.GetProperty("text").GetString()!);
    }
}
