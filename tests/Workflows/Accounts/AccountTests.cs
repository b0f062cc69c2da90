using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Actions;
using Countersign.Gate;
using Countersign.Policies;
using Countersign.Tests.Workflows.Approvals;

namespace Countersign.Tests.Workflows.Accounts;

/// <summary>Linked accounts through their doors, against the sandbox's tenant and provider.</summary>
public sealed class AccountTests
{
    private static readonly ConnectionName GitHub = ConnectionName.Parse("github");

    [Fact]
    public async Task An_account_is_linked_looked_at_confirmed_and_unlinked()
    {
        await using var world = await ApprovalWorld.StartAsync();
        var ada = await world.SomeoneAsync();
        Assert.Equal("not_linked", StateOf(await AccountAsync(world, ada, HttpMethod.Get, "")));
        Assert.Equal("not_linked", StateOf(await AccountAsync(world, ada, HttpMethod.Post, "/refresh")));

        await LinkAsync(world, ada);
        var found = await AccountAsync(world, ada, HttpMethod.Post, "/refresh");
        Assert.Equal("unconfirmed", StateOf(found));
        Assert.Equal(ada.GitHubId, found.GetProperty("account").GetProperty("id").GetString());
        Assert.NotEmpty(found.GetProperty("places").EnumerateArray());
        Assert.IsType<AccountPin.Needs>(await PinAsync(world, ada));

        Assert.Equal(HttpStatusCode.Conflict, await ConfirmAsync(world, ada, "999999"));
        Assert.IsType<AccountPin.Needs>(await PinAsync(world, ada));
        Assert.Equal(HttpStatusCode.OK, await ConfirmAsync(world, ada, ada.GitHubId));
        Assert.Equal(new AccountPin.Pinned(ada.GitHubId), await PinAsync(world, ada));
        Assert.Null(await RefusalAsync(world, ada, ada.GitHubId));
        Assert.Equal(GateCodes.AccountUnconfirmed, (await RefusalAsync(world, ada, "1"))!.Code);

        var (epoch, _) = await world.Get<Epochs>().ReadAsync(ada.Id, default);
        using var unlinked = await world.SendAsync(HttpMethod.Post, "api/accounts/github/unlink", ada);
        Assert.Contains("github.merge_pull_request", await unlinked.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.IsType<AccountPin.Needs>(await PinAsync(world, ada));
        Assert.Equal(GateCodes.AccountUnconfirmed, (await RefusalAsync(world, ada, ada.GitHubId))!.Code);
        Assert.True((await world.Get<Epochs>().ReadAsync(ada.Id, default)).N > epoch);
    }

    [Fact]
    public async Task Another_account_than_the_confirmed_one_is_not_used_until_it_is_confirmed_anew()
    {
        await using var world = await ApprovalWorld.StartAsync();
        var (ada, grace) = (await world.SomeoneAsync(), await world.SomeoneAsync());
        await LinkAsync(world, ada);
        await AccountAsync(world, ada, HttpMethod.Post, "/refresh");
        await ConfirmAsync(world, ada, ada.GitHubId);

        await ControlAsync(world, ada, "unlink");
        await world.ControlAsync("accounts", new() { ["person"] = ada.Name, ["action"] = "link", ["github_login"] = LoginOf(world, grace) });
        var found = await AccountAsync(world, ada, HttpMethod.Post, "/refresh");

        Assert.Equal(("differs", grace.GitHubId), (StateOf(found), found.GetProperty("account").GetProperty("id").GetString()));
        Assert.IsType<AccountPin.Needs>(await PinAsync(world, ada));
        await ConfirmAsync(world, ada, grace.GitHubId);
        Assert.Equal(new AccountPin.Pinned(grace.GitHubId), await PinAsync(world, ada));
    }

    [Fact]
    public async Task A_refresh_that_finds_the_account_gone_unpins_it()
    {
        await using var world = await ApprovalWorld.StartAsync();
        var ada = await world.SomeoneAsync();
        await LinkAsync(world, ada);
        await AccountAsync(world, ada, HttpMethod.Post, "/refresh");
        await ConfirmAsync(world, ada, ada.GitHubId);

        await ControlAsync(world, ada, "unlink");

        Assert.Equal("not_linked", StateOf(await AccountAsync(world, ada, HttpMethod.Post, "/refresh")));
        Assert.IsType<AccountPin.Needs>(await PinAsync(world, ada));
    }

    [Fact]
    public async Task An_app_that_is_installed_nowhere_is_said_with_its_installation_page()
    {
        await using var world = await ApprovalWorld.StartAsync();
        var ada = await world.SomeoneAsync(installed: false);
        await LinkAsync(world, ada);

        var remedy = (await AccountAsync(world, ada, HttpMethod.Post, "/refresh")).GetProperty("remedy");

        Assert.Equal("install", remedy.GetProperty("kind").GetString());
        Assert.Contains("/installations/new", remedy.GetProperty("url").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_that_the_provider_revoked_has_to_be_linked_again()
    {
        await using var world = await ApprovalWorld.StartAsync();
        var ada = await world.SomeoneAsync();
        await LinkAsync(world, ada);
        await ControlAsync(world, ada, "revoke");

        var remedy = (await AccountAsync(world, ada, HttpMethod.Post, "/refresh")).GetProperty("remedy");

        Assert.Equal("link_again", remedy.GetProperty("kind").GetString());
    }

    [Fact]
    public async Task A_tenant_without_an_answer_changes_nothing()
    {
        await using var world = await ApprovalWorld.StartAsync();
        var ada = await world.SomeoneAsync();
        await LinkAsync(world, ada);
        await AccountAsync(world, ada, HttpMethod.Post, "/refresh");
        await ConfirmAsync(world, ada, ada.GitHubId);
        await world.ControlAsync("faults", new() { ["kind"] = "tenant_500", ["path_prefix"] = "/api/v2" });

        using var response = await world.SendAsync(HttpMethod.Post, "api/accounts/refresh", ada);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(new AccountPin.Pinned(ada.GitHubId), await PinAsync(world, ada));
    }

    [Fact]
    public async Task A_phone_is_enrolled_or_not_as_the_tenant_has_it()
    {
        await using var world = await ApprovalWorld.StartAsync();
        var ada = await world.SomeoneAsync();
        Assert.True(await IsEnrolledAsync(HttpMethod.Get, ""));

        foreach (var enrolment in new[] { "none", "pending" })
        {
            await world.ControlAsync("enrolment", new() { ["person"] = ada.Name, ["enrolment"] = enrolment });
            Assert.False(await IsEnrolledAsync(HttpMethod.Get, ""));
        }

        await world.ControlAsync("enrolment", new() { ["person"] = ada.Name, ["enrolment"] = "confirmed" });
        Assert.True(await IsEnrolledAsync(HttpMethod.Post, "/check"));

        await world.ControlAsync("faults", new() { ["kind"] = "tenant_500", ["path_prefix"] = "/api/v2" });
        using var unanswered = await world.SendAsync(HttpMethod.Get, "api/phone", ada);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, unanswered.StatusCode);

        async Task<bool> IsEnrolledAsync(HttpMethod method, string path)
        {
            using var response = await world.SendAsync(method, "api/phone" + path, ada);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            return JsonNode.Parse(await response.Content.ReadAsStringAsync())!["enrolled"]!.GetValue<bool>();
        }
    }

    [Fact]
    public async Task An_unknown_connection_is_not_found()
    {
        await using var world = await ApprovalWorld.StartAsync();
        var ada = await world.SomeoneAsync();

        using var response = await world.SendAsync(HttpMethod.Post, "api/accounts/gitlab/check", ada);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private static string LoginOf(ApprovalWorld world, Someone someone) => world.Sandbox.World.People.ByName(someone.Name)!.GitHub.Login;

    private static Task<JsonNode?> LinkAsync(ApprovalWorld world, Someone someone) => ControlAsync(world, someone, "link");

    private static Task<JsonNode?> ControlAsync(ApprovalWorld world, Someone someone, string action) =>
        world.ControlAsync("accounts", new() { ["person"] = someone.Name, ["connection"] = "github", ["action"] = action });

    private static async Task<JsonElement> AccountAsync(ApprovalWorld world, Someone someone, HttpMethod method, string path)
    {
        using var response = await world.SendAsync(method, $"api/accounts{path}", someone);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonSerializer.Deserialize<JsonElement>(text).GetProperty("items").EnumerateArray().Single(item => item.GetProperty("connection").GetString() == "github");
    }

    private static async Task<HttpStatusCode> ConfirmAsync(ApprovalWorld world, Someone someone, string account)
    {
        using var response = await world.SendAsync(HttpMethod.Post, "api/accounts/github/confirm", someone, body: new { account });
        return response.StatusCode;
    }

    private static string? StateOf(JsonElement account) => account.GetProperty("state").GetString();

    private static Task<AccountPin> PinAsync(ApprovalWorld world, Someone someone) => world.Get<IPinnedAccounts>().FindAsync(someone.Id, GitHub, default);

    private static async Task<GateRefusal?> RefusalAsync(ApprovalWorld world, Someone someone, string account)
    {
        var fact = world.Get<IEnumerable<IGateFact>>().Single(fact => fact.GetType().Name == "AccountFact");
        return await fact.CheckAsync(
            new GateSubject
            {
                Principal = someone.Id, Run = ApprovalWorld.NewRun(), Action = null, Tool = ToolName.Parse("github.get_issue"), Connection = GitHub, Account = account,
                Purpose = Purpose.Read, Subject = new Subject.Caller(someone.Caller.Token), Now = TimeProvider.System.GetUtcNow(),
            },
            default);
    }
}
