using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Connectors;
using Countersign.Gate;
using Countersign.Identity;
using Countersign.Policies;
using Countersign.Vault;

namespace Countersign.Tests.Workflows.GitHub;

/// <summary>From the gate to GitHub through the tenant's Token Vault: whose token it is comes before the call, and a refused token is asked for anew, once.</summary>
public sealed class ProvidersTests(LiveGitHub github) : IClassFixture<LiveGitHub>
{
    [Fact]
    public async Task A_read_goes_by_exchange_and_the_question_whose_token_it_is()
    {
        var person = await PersonAsync();

        var done = Assert.IsType<ToolOutcome.Done>(await ReadAsync(person, person.Account));

        Assert.NotEmpty(done.Result.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Whose_token_it_is_is_asked_once_while_the_token_lives()
    {
        var person = await PersonAsync();
        await ReadAsync(person, person.Account);
        var before = github.World.Counters["github_requests"];

        await ReadAsync(person, person.Account);

        Assert.Equal(before + 1, github.World.Counters["github_requests"]);
    }

    [Fact]
    public async Task The_token_of_another_account_than_the_pinned_one_is_not_used()
    {
        var person = await PersonAsync();
        var called = false;

        var outcome = await github.Providers.CallAsync<ToolOutcome>(await PassAsync(person, "424242"), (_, _) =>
        {
            called = true;
            return Task.FromResult<ToolOutcome>(new ToolOutcome.Moved(""));
        }, CancellationToken.None);

        Assert.Equal(person.Account, Assert.IsType<ToolOutcome.AccountDiffers>(outcome).Found.Id);
        Assert.False(called);
    }

    [Fact]
    public async Task A_token_that_github_refuses_is_asked_for_anew_once()
    {
        var person = await PersonAsync();
        await ReadAsync(person, person.Account);
        await github.TellAsync("accounts", new JsonObject { ["person"] = person.Name, ["action"] = "expire" });
        var calls = 0;

        var outcome = await github.Providers.CallAsync<ToolOutcome>(await PassAsync(person, person.Account), (_, _) =>
        {
            calls++;
            return Task.FromResult<ToolOutcome>(calls == 1 ? new ToolOutcome.TokenRefused() : new ToolOutcome.Moved("second"));
        }, CancellationToken.None);

        Assert.Equal("second", Assert.IsType<ToolOutcome.Moved>(outcome).Text);
        Assert.Equal(2, calls);
    }

    [Fact]
    public async Task A_token_that_is_refused_twice_means_to_link_again()
    {
        var person = await PersonAsync();

        var outcome = await github.Providers.CallAsync<ToolOutcome>(
            await PassAsync(person, person.Account), (_, _) => Task.FromResult<ToolOutcome>(new ToolOutcome.TokenRefused()), CancellationToken.None);

        Assert.Equal(RemedyKind.LinkAgain, Assert.IsType<ToolOutcome.Needs>(outcome).Remedy.Kind);
    }

    [Fact]
    public async Task Without_a_linked_account_the_remedy_is_said_in_every_phase()
    {
        var person = await PersonAsync(linked: false);

        Assert.Equal(RemedyKind.Link, Assert.IsType<ToolOutcome.Needs>(await CallAsync<ToolOutcome>(person)).Remedy.Kind);
        Assert.Equal(RemedyKind.Link, Assert.IsType<Resolution.Needs>(await CallAsync<Resolution>(person)).Remedy.Kind);
        Assert.Equal(RemedyKind.Link, Assert.IsType<Look.Unknown>(await CallAsync<Look>(person)).Remedy?.Kind);
    }

    [Fact]
    public async Task Before_anybody_confirmed_it_an_account_can_be_asked_for_with_its_reach()
    {
        var person = await PersonAsync();
        var passage = await github.PassAsync(github.WhoIs.Declaration, person.Name, Purpose.WhoIs, subject: person.Subject);

        var (account, reach) = await github.Providers.AskWhoAsync(passage, withReach: true, CancellationToken.None);

        Assert.Equal(person.Account, Assert.IsType<WhoIsResult.Account>(account).Value.Id);
        Assert.NotEmpty(Assert.IsType<ReachResult.Reaches>(reach).Places);
    }

    private async Task<T> CallAsync<T>(Somebody person)
        where T : class, IProviderAnswer<T> =>
        await github.Providers.CallAsync<T>(
            await PassAsync(person, person.Account), (_, _) => throw new InvalidOperationException("Nothing may be called."), CancellationToken.None);

    private async Task<ToolOutcome> ReadAsync(Somebody person, string account)
    {
        var tool = Tool;
        var authorized = await PassAsync(person, account);
        var arguments = Assert.IsType<ArgumentsResult.Parsed>(tool.Parse(JsonElement.Parse("{}"))).Canonical;
        return await github.Providers.CallAsync(authorized, (token, ct) => tool.ReadAsync(new ToolCall(authorized, token, arguments), ct), CancellationToken.None);
    }

    private Tool Tool => github.Tools.Find(ToolName.Parse("github.list_repositories"))!; // in the catalog

    private Task<AuthorizedAction> PassAsync(Somebody person, string account) =>
        github.PassAsync(Tool.Declaration, person.Name, account: account, subject: person.Subject);

    private async Task<Somebody> PersonAsync(bool linked = true)
    {
        var name = "p" + Guid.NewGuid().ToString("N")[..12];
        var made = (await github.TellAsync("people", new JsonObject { ["name"] = name, ["link_github"] = linked, ["install_github"] = true }))!;
        var token = (await github.TellAsync("tokens", new JsonObject { ["person"] = name }))!["access_token"]!.ToString();
        return new Somebody(name, made["github_id"]!.ToString(), new Subject.Caller(new AccessToken(token)));
    }

    private sealed record Somebody(string Name, string Account, Subject Subject);
}
