using Countersign.Tests.EndToEnd.Live;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Tests.Browser.Web;

/// <summary>In a world of its own, whose app is killed.</summary>
public sealed class ChatRestartTests(Chromium chromium, SharedWorld shared, OwnWorld own) : ChatTest(chromium, shared), IClassFixture<OwnWorld>
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
}
