using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Tests.Browser;

public sealed class GitHubPagesTests(Chromium chromium) : BrowserTest(chromium)
{
    [Fact]
    public async Task The_consent_allowed_gives_a_code_that_links_the_account()
    {
        var (token, session) = await OpenConsentAsync();
        await LooksRightAsync("consent");

        await Page.GetByRole(AriaRole.Button, new() { Name = "Authorize" }).ClickAsync();

        var back = await BackAsync();
        Assert.Equal("state-of-the-link", back["state"]);
        var account = await MeAsync(token, "complete", new JsonObject { ["auth_session"] = session, ["connect_code"] = back["connect_code"], ["redirect_uri"] = Callback });
        Assert.Equal("github", (string?)account["connection"]);
    }

    [Fact]
    public async Task The_consent_declined_links_nothing()
    {
        await OpenConsentAsync();

        await Page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();

        var back = await BackAsync();
        Assert.Equal("access_denied", back["error"]);
        Assert.Null(back["connect_code"]);
        Assert.Empty(Sandbox.Tenant.Accounts.Of(Ada));
    }

    [Fact]
    public async Task The_consent_names_the_account_of_the_person_and_takes_another()
    {
        await OpenConsentAsync();
        var login = Page.GetByLabel("Signed in to GitHub as");
        await Expect(login).ToHaveValueAsync(Ada.GitHub.Login);

        await login.SelectOptionAsync("grace-acme");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Authorize" }).ClickAsync();

        Assert.NotNull((await BackAsync())["connect_code"]);
    }

    [Fact]
    public async Task The_installation_page_installs_on_the_account_and_sends_back()
    {
        Ada.GitHub.AppInstalled = false;
        await Page.GotoAsync($"{Sandbox.Origins.GitHub}/apps/countersign/installations/new?login={Ada.GitHub.Login}&return_to={Uri.EscapeDataString(Callback)}");
        await LooksRightAsync("install");

        await Page.GetByRole(AriaRole.Button, new() { Name = "Install" }).ClickAsync();

        await BackAsync();
        Assert.True(Ada.GitHub.AppInstalled);
    }

    [Fact]
    public async Task The_installation_page_says_so_when_there_is_nowhere_to_go_back_to()
    {
        Ada.GitHub.AppInstalled = false;
        await Page.GotoAsync($"{Sandbox.Origins.GitHub}/apps/countersign/installations/new");
        await Page.GetByLabel("Install on the account").SelectOptionAsync(Ada.GitHub.Login);

        await Page.GetByRole(AriaRole.Button, new() { Name = "Install" }).ClickAsync();

        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Countersign is installed" })).ToBeVisibleAsync();
        await LooksRightAsync("installed");
        Assert.True(Ada.GitHub.AppInstalled);
    }

    /// <summary>Signs in, starts linking as the person's own client does, and comes to GitHub's consent page.</summary>
    private async Task<(string Token, string Session)> OpenConsentAsync()
    {
        await OpenLoginAsync();
        await LogInAsync(Ada.Password);
        var tokens = await RedeemAsync((await BackAsync())["code"]);
        var own = await FormAsync(
            "oauth/token", ("grant_type", "refresh_token"), ("client_id", Keepsakes.ClientIds["web"]), ("refresh_token", (string)tokens["refresh_token"]!),
            ("audience", Sandbox.Origins.Issuer + "me/"), ("scope", "create:me:connected_accounts read:me:connected_accounts"));
        var token = (string)own["access_token"]!;
        var started = await MeAsync(token, "connect", new JsonObject { ["connection"] = "github", ["redirect_uri"] = Callback, ["state"] = "state-of-the-link" });
        await Page.GotoAsync($"{started["connect_uri"]}?ticket={started["connect_params"]!["ticket"]}");
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Authorize Countersign" })).ToBeVisibleAsync();
        return (token, (string)started["auth_session"]!);
    }

    private async Task<JsonNode> MeAsync(string token, string step, JsonObject body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Sandbox.Origins.Issuer}me/v1/connected-accounts/{step}")
        {
            Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"),
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
        };
        using var response = await Http.SendAsync(request);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }
}
