using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Scripts;
using Countersign.Tests.EndToEnd.Live;

namespace Countersign.Tests.EndToEnd.Road;

public sealed class AccountsTests(SharedWorld shared) : IClassFixture<SharedWorld>
{
    [Fact]
    public async Task A_person_signs_in_links_confirms_reads_and_unlinks()
    {
        using var ada = await Someone.NewAsync(shared.World, linked: false);
        using var person = ada.WithBrowser();
        await person.SignInAsync(default);
        Assert.Equal("not_linked", await StateAsync(ada));
        ProblemAssert.Is(await ListIssuesAsync(ada), 409, "needs-you");

        await person.LinkAsync("github", default);
        Assert.True((await person.App.PostAsync("api/accounts/refresh", null, default)).Ok);
        Assert.Equal("unconfirmed", await StateAsync(ada));
        ProblemAssert.Is(await ListIssuesAsync(ada), 409, "needs-you");

        await ada.ConfirmAsync();
        Assert.Equal("confirmed", await StateAsync(ada));
        Assert.True((await ListIssuesAsync(ada)).Ok);

        Assert.True((await person.App.PostAsync("api/accounts/github/unlink", null, default)).Ok);
        ProblemAssert.Is(await ListIssuesAsync(ada), 409, "needs-you");
    }

    [Fact]
    public async Task Consent_that_is_declined_links_nothing()
    {
        using var ada = await Someone.NewAsync(shared.World, linked: false);
        using var person = ada.WithBrowser();
        await person.SignInAsync(default);

        await Assert.ThrowsAsync<ScriptException>(() => person.LinkAsync("github", ada.Made.GetProperty("github_login").GetString()!, accept: false, default));

        Assert.True((await ada.Doors.PostAsync("api/accounts/refresh", null, default)).Ok);
        Assert.Equal("not_linked", await StateAsync(ada));
    }

    [Fact]
    public async Task A_run_that_needs_an_account_parks_says_so_and_goes_on_once_it_is_confirmed()
    {
        using var ada = await Someone.NewAsync(shared.World, linked: false);
        var run = await ada.AskAsync($"list the open issues of {ada.Repository}");

        var parked = await ada.RunAsync(run, "needs_you");
        Assert.Equal("link", parked.GetProperty("remedy").GetProperty("kind").GetString());
        await shared.World.Control.PostAsync("accounts", new JsonObject { ["person"] = ada.Name, ["action"] = "link" });
        await ada.ConfirmAsync();

        Assert.Contains("open issues", await ada.AnswerAsync(run), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_account_than_the_pinned_one_is_refused_until_it_is_confirmed_anew()
    {
        using var ada = await Someone.NewAsync(shared.World);
        using var grace = await Someone.NewAsync(shared.World, linked: false);
        Assert.True((await ListIssuesAsync(ada)).Ok);
        await shared.World.Control.PostAsync("accounts", new JsonObject { ["person"] = ada.Name, ["action"] = "unlink" });
        await shared.World.Control.PostAsync("accounts", new JsonObject { ["person"] = ada.Name, ["action"] = "link", ["github_login"] = grace.Made.GetProperty("github_login").GetString() });

        var refused = await ListIssuesAsync(ada);

        Assert.False(refused.Ok, refused.Json.ToString());
        Assert.True((await ada.Doors.PostAsync("api/accounts/refresh", null, default)).Ok);
        Assert.Equal("differs", await StateAsync(ada));
    }

    [Fact]
    public async Task Where_the_app_lacks_a_permission_the_remedy_is_its_page_and_saying_it_is_done_goes_on()
    {
        using var ada = await Someone.NewAsync(shared.World);
        var own = await shared.World.Control.PostAsync("github/repositories", new JsonObject { ["owner"] = ada.Name, ["name"] = "mine" });
        await shared.World.Control.PostAsync("github/permissions", new JsonObject { ["account"] = ada.Name, ["permissions"] = new JsonObject { ["issues"] = "read" } });
        var action = (await ada.UseAsync("github.create_issue", new JsonObject { ["repository"] = own.GetProperty("full_name").GetString(), ["title"] = "Tidy up" })).Text("id");
        await ada.Phone.ApproveAsync(await ada.Phone.NextAsync());

        var parked = await Eventually.ComesAsync(
            async () => await ada.ReadAsync($"api/actions/{action}") is var row && row.TryGetProperty("remedy", out _) ? (JsonElement?)row : null, () => "the action says what it needs");
        Assert.Equal("install", parked.GetProperty("remedy").GetProperty("kind").GetString());
        Assert.NotEmpty(parked.GetProperty("remedy").GetProperty("url").GetString()!);
        Assert.Empty(await ada.EffectsAsync());
        await shared.World.Control.PostAsync("github/permissions", new JsonObject { ["account"] = ada.Name, ["permissions"] = new JsonObject { ["issues"] = "write" } });
        Assert.True((await ada.Doors.PostAsync("api/accounts/github/check", null, default)).Ok);

        await ada.ActionAsync(action, "done");
        Assert.Equal(["create_issue"], await ada.EffectsAsync());
    }

    [Fact]
    public async Task A_grant_that_ends_before_the_approval_would_is_renewed_first()
    {
        using var ada = await Someone.NewAsync(shared.World);
        var lasting = ada.Doors.Token;
        ada.Doors.Token = await Someone.TokenAsync(shared.World, ada.Name, new JsonObject { ["expires_in"] = 60 });
        var reply = await ada.UseAsync("github.merge_pull_request", ada.Merge(7));
        var action = reply.Text("id");

        var needs = await Eventually.ComesAsync(
            async () => await ada.ReadAsync($"api/actions/{action}") is var row && row.TryGetProperty("remedy", out _) ? (JsonElement?)row : null, () => "the action says what it needs");
        Assert.Equal("grant", needs.GetProperty("remedy").GetProperty("kind").GetString());
        Assert.Empty(await ada.Phone.PushesAsync());

        ada.Doors.Token = lasting;
        Assert.True((await ada.Doors.PostAsync($"api/runs/{needs.GetProperty("run").GetString()}/grant", null, default)).Ok);
        await ada.Phone.ApproveAsync(await ada.Phone.NextAsync());
        await ada.ActionAsync(action, "done");
        Assert.Equal(["merge"], await ada.EffectsAsync());
    }

    private static Task<Scripts.Story.Reply> ListIssuesAsync(Someone ada) => ada.UseAsync("github.list_issues", new JsonObject { ["repository"] = ada.Repository });

    private static async Task<string> StateAsync(Someone ada) =>
        (await ada.ReadAsync("api/accounts")).GetProperty("items").EnumerateArray().Single(account => account.GetProperty("connection").GetString() == "github").GetProperty("state").GetString()!;
}
