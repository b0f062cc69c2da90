using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Scripts;
using Countersign.Scripts.Story;
using Countersign.Tests.EndToEnd.Live;

namespace Countersign.Tests.EndToEnd.Laws;

/// <summary>Linking cannot be turned against anybody: an account that came by another hand is not linked, or is not used before its person has seen whose it is.</summary>
public sealed class LinkingIsSeenTests(SharedWorld shared) : IClassFixture<SharedWorld>
{
    /// <summary>The attacker sends a link of their own; the victim consents with their account. The code comes back to the victim's browser, where it is nobody's.</summary>
    [Fact]
    public async Task A_victim_who_finishes_an_attackers_ticket_links_nothing_to_anybody()
    {
        using var ada = await Someone.NewAsync(shared.World, linked: false);
        using var mallory = await Someone.NewAsync(shared.World, linked: false);
        using var victim = await SignedInAsync(ada);
        using var attacker = await SignedInAsync(mallory);
        var trap = await attacker.StartLinkAsync("github", default);

        var code = await victim.ConsentAsync(trap, LoginOf(ada), accept: true, default);

        // The victim's client did not begin it, so it has no such session; with the attacker's it is not let in either.
        Assert.False((await victim.CompleteLinkAsync(trap.AuthSession, code, trap.Verifier, default)).Ok);
        Assert.False((await attacker.CompleteLinkAsync(trap.AuthSession, "guessed-" + code[8..], trap.Verifier, default)).Ok);
        await NotLinkedAsync(ada);
        await NotLinkedAsync(mallory);
    }

    /// <summary>The attacker finishes the victim's ticket in their own browser, with their own account, and slips the victim the code.</summary>
    [Fact]
    public async Task An_account_that_came_from_another_browser_is_shown_and_not_used()
    {
        using var ada = await Someone.NewAsync(shared.World, linked: false);
        using var mallory = await Someone.NewAsync(shared.World, linked: false);
        using var victim = await SignedInAsync(ada);
        using var attacker = await SignedInAsync(mallory);
        var link = await victim.StartLinkAsync("github", default);

        var code = await attacker.ConsentAsync(link, LoginOf(mallory), accept: true, default);

        Assert.False((await attacker.CompleteLinkAsync(link.AuthSession, code, link.Verifier, default)).Ok);
        Assert.True((await victim.CompleteLinkAsync(link.AuthSession, code, link.Verifier, default)).Ok);
        await NotLinkedAsync(mallory);
        await SeenAndUnusedAsync(ada, LoginOf(mallory));
    }

    [Fact]
    public async Task Another_persons_account_at_the_provider_is_shown_and_not_used()
    {
        using var ada = await Someone.NewAsync(shared.World, linked: false);
        using var grace = await Someone.NewAsync(shared.World, linked: false);
        using var person = await SignedInAsync(ada);

        await person.LinkAsync("github", LoginOf(grace), accept: true, default);

        await SeenAndUnusedAsync(ada, LoginOf(grace));
    }

    /// <summary>What was confirmed once is not confirmed for whoever comes next; what waits on the phone does not go out in another name.</summary>
    [Fact]
    public async Task Another_account_in_place_of_the_confirmed_one_is_not_used_for_what_was_approved()
    {
        using var ada = await Someone.NewAsync(shared.World);
        using var grace = await Someone.NewAsync(shared.World, linked: false);
        using var person = await SignedInAsync(ada);
        var (action, push) = await ada.ProposeMergeAsync(7);
        await shared.World.Control.PostAsync("accounts", new JsonObject { ["person"] = ada.Name, ["action"] = "unlink" });
        await person.LinkAsync("github", LoginOf(grace), accept: true, default);

        await ada.Phone.ApproveAsync(push);

        Assert.Equal("account_differs", (await ada.ActionAsync(action, "refused")).GetProperty("code").GetString());
        Assert.Empty(await ada.EffectsAsync());
        Assert.Empty(await grace.EffectsAsync());
        var account = await AccountAsync(ada);
        Assert.Equal("differs", account.GetProperty("state").GetString());
        Assert.Contains(await ada.TrailAsync(), entry => entry.GetProperty("kind").GetString() == "account.refused");
    }

    [Fact]
    public async Task Ticket_and_code_serve_once()
    {
        using var ada = await Someone.NewAsync(shared.World, linked: false);
        using var person = await SignedInAsync(ada);
        var link = await person.StartLinkAsync("github", default);
        var code = await person.ConsentAsync(link, LoginOf(ada), accept: true, default);

        await Assert.ThrowsAsync<ScriptException>(() => person.ConsentAsync(link, LoginOf(ada), accept: true, default));
        Assert.True((await person.CompleteLinkAsync(link.AuthSession, code, link.Verifier, default)).Ok);
        Assert.False((await person.CompleteLinkAsync(link.AuthSession, code, link.Verifier, default)).Ok);

        await ada.ConfirmAsync();
        Assert.Equal("confirmed", (await AccountAsync(ada)).GetProperty("state").GetString());
    }

    /// <summary>A code without the verifier of whoever began is worth nothing, and is used up by the try.</summary>
    [Fact]
    public async Task A_stolen_code_without_its_verifier_links_nothing()
    {
        using var ada = await Someone.NewAsync(shared.World, linked: false);
        using var person = await SignedInAsync(ada);
        var link = await person.StartLinkAsync("github", default);
        var code = await person.ConsentAsync(link, LoginOf(ada), accept: true, default);

        Assert.False((await person.CompleteLinkAsync(link.AuthSession, code, "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", default)).Ok);
        Assert.False((await person.CompleteLinkAsync(link.AuthSession, code, link.Verifier, default)).Ok);
        await NotLinkedAsync(ada);
    }

    private static async Task<Person> SignedInAsync(Someone someone)
    {
        var person = someone.WithBrowser();
        await person.SignInAsync(default);
        return person;
    }

    private static string LoginOf(Someone someone) => someone.Made.GetProperty("github_login").GetString()!;

    private static async Task<JsonElement> AccountAsync(Someone someone) => (await someone.ReadAsync("api/accounts")).GetProperty("items")[0];

    private static async Task NotLinkedAsync(Someone someone)
    {
        Assert.True((await someone.Doors.PostAsync("api/accounts/refresh", null, default)).Ok);
        Assert.Equal("not_linked", (await AccountAsync(someone)).GetProperty("state").GetString());
        ProblemAssert.Is(await ReadIssuesAsync(someone), 409, "needs-you");
    }

    /// <summary>The app shows whose account it is, does nothing with it, and takes no "that is me" about another one.</summary>
    private static async Task SeenAndUnusedAsync(Someone someone, string login)
    {
        Assert.True((await someone.Doors.PostAsync("api/accounts/refresh", null, default)).Ok);
        var account = await AccountAsync(someone);
        Assert.Equal("unconfirmed", account.GetProperty("state").GetString());
        Assert.Contains(login, account.ToString(), StringComparison.Ordinal);
        ProblemAssert.Is(await ReadIssuesAsync(someone), 409, "needs-you");
        ProblemAssert.Is(
            await someone.Doors.PostAsync("api/accounts/github/confirm", new JsonObject { ["account"] = someone.GitHubId }.ToJsonString(), default), 409, "account-differs");
        Assert.Empty(await someone.EffectsAsync());
    }

    private static Task<Reply> ReadIssuesAsync(Someone someone) => someone.UseAsync("github.list_issues", new JsonObject { ["repository"] = "acme/docs" });
}
