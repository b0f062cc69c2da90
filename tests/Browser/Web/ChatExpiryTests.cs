using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Tests.Browser.Web;

[Collection(Lanes.Two)]
public sealed class ChatExpiryTests(Chromium chromium, LaneWorld lane) : ChatTest(chromium, lane)
{
    [Fact]
    public async Task What_ran_out_can_be_asked_again_and_is_then_done()
    {
        await World.Control.FaultAsync("ciba_expiry", 1, new JsonObject { ["seconds"] = 4, ["match"] = new JsonObject { ["person"] = Me.Name } });
        await SignInAsync();
        await AskAsync(Merge(7));
        await Me.Phone.NextAsync();

        await Expect(Card("Merge pull request")).ToContainTextAsync("Expired", new() { Timeout = 60_000 });
        await Expect(Composer).ToBeVisibleAsync();
        await LooksRightAsync("expired");
        Assert.Empty(await EffectsAsync());
        await Page.GetByRole(AriaRole.Button, new() { Name = "Ask again" }).ClickAsync();
        var push = await Me.Phone.NextAsync();
        await Expect(Page.GetByText("On your phone", new() { Exact = true })).ToBeVisibleAsync();
        await Me.Phone.ApproveAsync(push);

        await Expect(Page.GetByText("Asked again:")).ToContainTextAsync("Done");
        Assert.Equal(["merge"], await EffectsAsync());
    }
}
