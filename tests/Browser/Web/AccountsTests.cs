using System.Text.Json.Nodes;
using Countersign.Tests.EndToEnd.Live;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Tests.Browser.Web;

[Collection(Lanes.Two)]
public sealed class AccountsTests(Chromium chromium, LaneWorld lane) : WebTest(chromium, lane)
{
    protected override bool IsLinked => false;

    private string Login => Me.Made.GetProperty("github_login").GetString()!;

    private ILocator Card => Page.GetByRole(AriaRole.Listitem).Filter(new() { Has = Page.GetByRole(AriaRole.Heading, new() { Name = "GitHub" }) });

    [Fact]
    public async Task Who_is_new_is_led_through_linking_reading_and_countersigning()
    {
        await SignInByHandAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Welcome" })).ToBeVisibleAsync();
        await LooksRightAsync("first-steps");

        await Page.GetByRole(AriaRole.Button, new() { Name = "Connect GitHub" }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Authorize" }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Yes, this is me" }).ClickAsync();

        await Expect(Page.GetByText("Connected and confirmed.")).ToBeVisibleAsync();
        await LooksRightAsync("first-steps-linked");
        await Page.GetByRole(AriaRole.Button, new() { Name = "list the open issues of" }).ClickAsync();
        await Page.WaitForURLAsync("**/chat/*");
        await Expect(Page.GetByText("5 open issues")).ToBeVisibleAsync();

        await Page.GotoAsync(Url + "/welcome");
        await Page.GetByRole(AriaRole.Button, new() { Name = "create an issue in" }).ClickAsync();
        await Me.Phone.ApproveAsync(await Me.Phone.NextAsync());
        await Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Create issue" }).Locator("xpath=..")).ToContainTextAsync("Done");
        Assert.Equal(["create_issue"], await Me.EffectsAsync());
    }

    [Fact]
    public async Task The_first_steps_can_be_skipped_and_do_not_come_back()
    {
        await SignInAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Skip" }).ClickAsync();
        await Page.WaitForURLAsync(Url + "/");
        await Page.ReloadAsync();

        await Expect(Page.GetByRole(AriaRole.Navigation, new() { Name = "Main" })).ToBeVisibleAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Welcome" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task An_account_is_connected_confirmed_used_and_disconnected()
    {
        await SignInAsync("/accounts");
        await Expect(Card.GetByText("Not linked")).ToBeVisibleAsync();
        await Card.GetByRole(AriaRole.Button, new() { Name = "Connect GitHub" }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Authorize" }).ClickAsync();

        await Expect(Page.GetByText("Is this you at GitHub?")).ToBeVisibleAsync();
        await Expect(Card.GetByText(Login, new() { Exact = true })).ToBeVisibleAsync();
        await LooksRightAsync("accounts-confirm");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Yes, this is me" }).ClickAsync();

        await Expect(Card.GetByText("Ready")).ToBeVisibleAsync();
        await Expect(Card.GetByText("Read and change pull requests")).ToBeVisibleAsync();
        Assert.True((await Me.UseAsync("github.list_issues", new JsonObject { ["repository"] = Me.Repository })).Ok);
        await Page.ReloadAsync();
        await Expect(Card.GetByText("just now").First).ToBeVisibleAsync();
        await LooksRightAsync("accounts");

        await Card.GetByRole(AriaRole.Button, new() { Name = "Disconnect" }).ClickAsync();
        await LooksRightAsync("accounts-disconnect");
        await Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Disconnect" }).ClickAsync();

        await Expect(Page.GetByText("GitHub is disconnected", new() { Exact = true }).First).ToBeVisibleAsync();
        await Expect(Card.GetByText("Not linked")).ToBeVisibleAsync();
        ProblemAssert.Is(await Me.UseAsync("github.list_issues", new JsonObject { ["repository"] = Me.Repository }), 409, "needs-you");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Look again" }).ClickAsync();
        await Expect(Card.GetByText("Not linked")).ToBeVisibleAsync(); // the tenant forgot it too
    }

    [Fact]
    public async Task Consent_that_is_declined_is_said_and_links_nothing()
    {
        await SignInAsync("/accounts");
        await Card.GetByRole(AriaRole.Button, new() { Name = "Connect GitHub" }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();

        await Expect(Page.GetByText("You declined at the provider. Nothing was linked.")).ToBeVisibleAsync();
        await Expect(Card.GetByText("Not linked")).ToBeVisibleAsync();
        await LooksRightAsync("accounts-declined");
    }

    [Fact]
    public async Task A_phone_that_is_not_enrolled_is_said_with_what_to_do()
    {
        await World.Control.PostAsync("enrolment", new JsonObject { ["person"] = Me.Name, ["enrolment"] = "none" });
        await SignInAsync("/accounts");
        await Expect(Page.GetByText("Not enrolled")).ToBeVisibleAsync();
        await LooksRightAsync("accounts-phone");

        await World.Control.PostAsync("enrolment", new JsonObject { ["person"] = Me.Name, ["enrolment"] = "confirmed" });
        await Page.GetByRole(AriaRole.Button, new() { Name = "I have done it: look again" }).ClickAsync();

        await Expect(Page.GetByText("Enrolled", new() { Exact = true })).ToBeVisibleAsync();
    }
}
