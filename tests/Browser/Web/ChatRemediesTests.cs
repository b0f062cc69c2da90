using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Tests.Browser.Web;

[Collection(Lanes.Two)]
public sealed class ChatRemediesTests(Chromium chromium, LaneWorld lane) : ChatTest(chromium, lane)
{
    protected override bool IsLinked => false;

    private ILocator Remedy => Page.GetByRole(AriaRole.Region, new() { Name = "This needs you first" });

    [Fact]
    public async Task A_missing_account_is_linked_and_confirmed_in_place_and_the_run_goes_on_by_itself()
    {
        await SignInAsync("/welcome");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Skip" }).ClickAsync();
        await AskAsync($"list the open issues of {Me.Repository}");
        await Expect(Remedy.GetByRole(AriaRole.Button, new() { Name = "Connect GitHub" })).ToBeVisibleAsync();
        await LooksRightAsync("needs-link");

        await Remedy.GetByRole(AriaRole.Button, new() { Name = "Connect GitHub" }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Authorize" }).ClickAsync();
        await Expect(Remedy.GetByRole(AriaRole.Button, new() { Name = "Yes, this is me" })).ToBeVisibleAsync();
        await LooksRightAsync("needs-confirm");
        await Remedy.GetByRole(AriaRole.Button, new() { Name = "Yes, this is me" }).ClickAsync();

        await Expect(Messages.GetByText("5 open issues")).ToBeVisibleAsync();
        await Expect(Remedy).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_declined_consent_is_said_and_the_remedy_stays()
    {
        await SignInAsync("/welcome");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Skip" }).ClickAsync();
        await AskAsync($"list the open issues of {Me.Repository}");
        await Expect(Remedy.GetByRole(AriaRole.Button, new() { Name = "Connect GitHub" })).ToBeVisibleAsync();

        await Remedy.GetByRole(AriaRole.Button, new() { Name = "Connect GitHub" }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();

        await Expect(Page.GetByText("You declined at the provider.")).ToBeVisibleAsync();
        await Expect(Remedy.GetByRole(AriaRole.Button, new() { Name = "Connect GitHub" })).ToBeVisibleAsync();
    }
}
