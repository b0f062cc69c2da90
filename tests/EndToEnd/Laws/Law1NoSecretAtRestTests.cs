using System.Text;
using System.Text.Json.Nodes;
using Countersign.Tests.EndToEnd.Live;
using Countersign.Tests.EndToEnd.Live.Secrets;

namespace Countersign.Tests.EndToEnd.Laws;

/// <summary>
/// Law 1: no redeemable secret at rest in clear. Every world of these tests is searched when it ends, for all that its sandbox gave out; here are those
/// searches whose world has seen a secret of every kind, and what shows that the search finds what is there.
/// </summary>
public sealed partial class Law1NoSecretAtRestTests(OwnWorld own) : IClassFixture<OwnWorld>
{
    /// <summary>Every kind that a whole road gives out: a new kind is searched for without being named here, a missing one was not planted.</summary>
    private static readonly string[] Kinds =
    [
        "access_token", "approval_token", "audit_key", "auth_req_id", "auth_session", "authorization_code", "client_assertion", "client_secret", "code_verifier",
        "connect_code", "id_token", "management_token", "master_key", "model_key", "my_account_token", "password", "private_key", "provider_refresh_token",
        "provider_token", "refresh_token", "session", "ticket",
    ];

    [Fact]
    public async Task After_the_whole_road_no_secret_lies_in_a_file_a_log_a_trace_a_metric_a_prompt_or_an_answer()
    {
        var world = own.World;
        using var ada = await Someone.NewAsync(world, linked: false);
        using var person = ada.WithBrowser();
        await person.SignInAsync(default);
        await person.LinkAsync("github", default);
        await person.RefreshAsync(default);
        await ada.ConfirmAsync();
        await ada.AnswerAsync(await ada.AskAsync($"list the open issues of {ada.Repository}"));
        await ada.Phone.AnswersAsync("approve");
        await ada.RunAsync(await ada.AskAsync($"merge pull request 7 of {ada.Repository}"), "done");
        await ada.Phone.AnswersAsync("deny");
        await ada.RunAsync(await ada.AskAsync($"merge pull request 10 of {ada.Repository}"), "done");
        await ada.Phone.AnswersAsync("none");
        await ada.ProposeMergeAsync(11);
        Assert.Equal(["merge"], await ada.EffectsAsync());
        await Eventually.TrueAsync(
            () => Holds(world.Collector.Received("traces"), "vault.exchange") && Holds(world.Collector.Received("metrics"), "countersign.exchanges"),
            "traces and metrics came to the collector");

        Assert.All(Kinds, kind => Assert.Contains(Canaries.OfAsync(world).Result, canary => canary.Kind == kind));
        var exports = new List<(string, byte[])>();
        foreach (var path in (string[])["api/audit/export", "api/audit?limit=200", "api/runs?limit=200", "api/actions?limit=200", "api/approvals?limit=200", "api/accounts", "api/threads", "api/tools"])
            exports.Add((path, Encoding.UTF8.GetBytes(await ada.Doors.TextAsync(path, default))));
        Assert.Empty(await world.FindSecretsAsync([.. exports]));
    }

    /// <summary>Also once the process was killed and came back, and the grants of what is over were deleted.</summary>
    [Fact]
    public async Task After_a_kill_in_the_middle_no_secret_lies_in_what_is_left()
    {
        var world = own.World;
        using var ada = await Someone.NewAsync(world);
        var (action, push) = await ada.ProposeMergeAsync(7);
        world.Kill();
        await ada.Phone.ApproveAsync(push);
        var left = Places.Files(world.AppData).Select(place => ($"{place.Name} after the kill", place.Bytes)).ToArray();
        await world.RestartAsync();
        await ada.ActionAsync(action, "done");

        Assert.Empty(await world.FindSecretsAsync(left));
    }

    /// <summary>A provider's content may hold anything: it is the person's to read, and goes no further than their own messages.</summary>
    [Fact]
    public async Task A_secret_inside_provider_content_reaches_its_reader_and_no_log_trace_metric_history_or_entry()
    {
        const string inside = "AKIA7QX2M5T9R4W8Z1K6";
        var world = own.World;
        using var ada = await Someone.NewAsync(world);
        var issue = (await world.Control.PostAsync("github/issues", new JsonObject { ["repository"] = ada.Repository, ["title"] = "Deploy fails", ["body"] = $"The key is {inside}." }))
            .GetProperty("number").GetInt32();

        var direct = await ada.UseAsync("github.get_issue", new JsonObject { ["repository"] = ada.Repository, ["number"] = issue });
        await ada.AnswerAsync(await ada.AskAsync($"show issue {issue} of {ada.Repository}"));

        Assert.Contains(inside, direct.Json.ToString(), StringComparison.Ordinal);
        string[] readers = ["the model's prompts", "answers to clients", "app/app.db", "app/app.db-wal"];
        var search = new CanarySearch([new Canary("a secret in an issue", Encoding.ASCII.GetBytes(inside))]);
        var found = (await Places.OfAsync(world)).SelectMany(place => search.In(place.Name, place.Bytes).ToList()).ToList();
        Assert.Contains(found, find => find.Place == "answers to clients");
        Assert.DoesNotContain(found, find => !readers.Contains(find.Place));
        Assert.DoesNotContain(inside, await ada.Doors.TextAsync("api/audit/export", default), StringComparison.Ordinal);
    }

    /// <summary>An error's text may repeat what was sent. The tenant's reaches nobody; the provider's is its reader's, and nobody else's.</summary>
    [Fact]
    public async Task What_the_tenant_and_the_provider_say_of_a_refusal_is_kept_nowhere()
    {
        const string byTenant = "eyJzdWIiOiJhdXRoMHxhZGEifQ5T9R4W8Z1K6", byProvider = "ghs_Q7X2M5T9R4W8Z1K6B3N0";
        var world = own.World;
        using var ada = await Someone.NewAsync(world);
        await world.Control.FaultAsync("exchange_error", 1, new JsonObject
        {
            ["status"] = 401, ["error"] = "access_denied", ["description"] = $"subject token {byTenant} is not good", ["match"] = new JsonObject { ["person"] = ada.Name },
        });
        var refused = await ada.UseAsync("github.list_issues", new JsonObject { ["repository"] = ada.Repository });
        await world.Control.FaultAsync("github_status", 1, new JsonObject
        {
            ["status"] = 403, ["message"] = $"Bad credentials {byProvider}", ["path_suffix"] = "/issues", ["match"] = new JsonObject { ["repository"] = ada.Repository },
        });
        var failed = await ada.UseAsync("github.list_issues", new JsonObject { ["repository"] = ada.Repository });

        Assert.False(refused.Ok);
        Assert.False(failed.Ok, failed.Json.ToString());
        var search = new CanarySearch([new Canary("tenant", Encoding.ASCII.GetBytes(byTenant)), new Canary("provider", Encoding.ASCII.GetBytes(byProvider))]);
        var found = (await Places.OfAsync(world)).SelectMany(place => search.In(place.Name, place.Bytes).ToList());
        Assert.DoesNotContain(found, find => find is not { Kind: "provider", Place: "answers to clients" });
    }

    private static bool Holds(byte[] place, string text) => place.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
}
