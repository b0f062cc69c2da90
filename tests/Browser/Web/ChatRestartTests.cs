using Countersign.Tests.EndToEnd.Live;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Tests.Browser.Web;

/// <summary>In a world of its own, whose app is killed.</summary>
[Collection(Lanes.Two)]
public sealed class ChatRestartTests(Chromium chromium, LaneWorld lane, OwnWorld own) : ChatTest(chromium, lane), IClassFixture<OwnWorld>
{
    protected override LiveWorld World => own.World;

    [Fact]
    public async Task The_app_is_killed_in_the_middle_and_the_page_goes_on_by_itself()
    {
        var push = await AskForMergeAsync(7);

        World.Kill();
        await Expect(Page.GetByText("You are offline.")).ToBeVisibleAsync();
        await World.RestartAsync();
        await Expect(Page.GetByText("You are offline.")).ToBeHiddenAsync();
        await Me.Phone.ApproveAsync(push);

        await Expect(Card("Merge pull request")).ToContainTextAsync("Done");
        Assert.Equal(["merge"], await EffectsAsync());
        Expected("net::ERR_");
    }

    [Fact]
    public async Task Who_the_tenant_knows_no_longer_is_asked_to_sign_in_again_where_they_were()
    {
        await Page.Clock.InstallAsync();
        await SignInAsync("/permissions");
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Permissions", Level = 1 })).ToBeVisibleAsync();
        Expected("Failed to load resource");

        await World.Control.PostAsync("reset", []); // sessions and refresh tokens are gone, and so is the person
        await Page.Clock.FastForwardAsync("01:10:00");
        await Page.EvaluateAsync("document.dispatchEvent(new Event('visibilitychange'))"); // somebody looks at it again

        await Expect(Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Your session has ended");
        await LooksRightAsync("session-ended");
        await Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" })).ToBeVisibleAsync();
        await Expect(Page.GetByText(Me.Name)).ToHaveCountAsync(0);
    }
}
