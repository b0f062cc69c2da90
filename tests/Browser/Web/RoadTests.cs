using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Tests.Browser.Web;

/// <summary>The main road from signing in to what is done, as people walk it who have no mouse, or no more than a phone; answered on the phone's own page.</summary>
[Collection(Lanes.Two)]
public sealed class RoadTests(Chromium chromium, LaneWorld lane) : ChatTest(chromium, lane)
{
    [Fact]
    public async Task It_is_walked_by_keyboard_alone_and_the_focus_is_never_lost()
    {
        await Page.GotoAsync(Url);
        await TabToAsync(Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }));
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Page.GetByLabel("Email address")).ToBeFocusedAsync();
        await Page.Keyboard.TypeAsync(Me.Made.GetProperty("username").GetString()!);
        await Page.Keyboard.PressAsync("Tab");
        await Page.Keyboard.TypeAsync(Me.Made.GetProperty("password").GetString()!);
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Page.GetByRole(AriaRole.Navigation, new() { Name = "Main" })).ToBeVisibleAsync();

        await Page.Keyboard.PressAsync("Control+k");
        await Expect(Page.GetByRole(AriaRole.Combobox, new() { Name = "Type a command" })).ToBeFocusedAsync();
        await Page.Keyboard.TypeAsync("new chat");
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Page.GetByRole(AriaRole.Combobox, new() { Name = "Type a command" })).ToBeHiddenAsync();
        await TabToAsync(Composer);
        await Page.Keyboard.TypeAsync(Merge(7));
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Lock.GetByText("On your phone", new() { Exact = true })).ToBeVisibleAsync();

        // The request is read in full, the raw words too, and the phone is opened from it.
        await TabToAsync(Lock.GetByRole(AriaRole.Tab, new() { Name = "In words" }));
        await Page.Keyboard.PressAsync("ArrowRight");
        await Expect(Lock.GetByRole(AriaRole.Tab, new() { Name = "On the phone" })).ToBeFocusedAsync();
        await Page.Keyboard.PressAsync("ArrowRight");
        await Expect(Lock.GetByRole(AriaRole.Region, new() { Name = "Raw" })).ToContainTextAsync("digest");
        await TabToAsync(Lock.GetByRole(AriaRole.Button, new() { Name = "Open my phone" }));
        var phone = await Page.RunAndWaitForPopupAsync(() => Page.Keyboard.PressAsync("Enter"));

        await TabToAsync(phone.GetByRole(AriaRole.Button, new() { Name = "Approve" }));
        await phone.Keyboard.PressAsync("Enter");

        await Expect(Card("Merge pull request")).ToContainTextAsync("Done");
        await Page.BringToFrontAsync();
        await Expect(Composer).ToBeFocusedAsync();
        Assert.Equal(["merge"], await EffectsAsync());
    }

    [Fact]
    public async Task Dialogs_and_menus_are_opened_and_left_by_keyboard_and_the_focus_comes_back()
    {
        await AskForMergeAsync(7);
        foreach (var opener in new[] { Lock.GetByRole(AriaRole.Button, new() { Name = "Withdraw" }), Page.GetByRole(AriaRole.Button, new() { Name = "Stop everything" }) })
        {
            await TabToAsync(opener);
            await Page.Keyboard.PressAsync("Enter");
            var dialog = Page.GetByRole(AriaRole.Dialog);
            await Expect(dialog).ToBeVisibleAsync();
            for (var presses = 0; presses < 6; presses++)
            {
                await Page.Keyboard.PressAsync("Tab");
                Assert.True(await dialog.EvaluateAsync<bool>("(dialog) => dialog.contains(document.activeElement)"), "The focus leaves an open dialog.");
            }

            await Page.Keyboard.PressAsync("Escape");
            await Expect(dialog).ToBeHiddenAsync();
            await Expect(opener).ToBeFocusedAsync();
        }

        var menu = Page.GetByRole(AriaRole.Button, new() { Name = "Account menu" });
        await TabToAsync(menu);
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Page.GetByRole(AriaRole.Menuitem, new() { Name = "Sign out" })).ToBeVisibleAsync();
        await LooksRightAsync("account-menu");
        await Page.Keyboard.PressAsync("Escape");
        await Expect(menu).ToBeFocusedAsync();

        await TabToAsync(Lock.GetByRole(AriaRole.Button, new() { Name = "Withdraw" }));
        await Page.Keyboard.PressAsync("Enter");
        await TabToAsync(Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Withdraw" }));
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Card("Merge pull request")).ToContainTextAsync("Withdrawn");
        await Expect(Composer).ToBeFocusedAsync();
    }

    [Fact]
    public async Task It_is_walked_on_a_screen_of_360_pixels_with_the_phone_beside_it()
    {
        await Page.SetViewportSizeAsync(360, 740);
        await SignInAsync();
        var phone = await OpenPhoneAsync();
        var open = Page.GetByRole(AriaRole.Button, new() { Name = "Open navigation" });
        var drawer = Page.GetByRole(AriaRole.Dialog, new() { Name = "Main" });
        await open.ClickAsync();
        await Expect(drawer).ToBeVisibleAsync();
        await HoldsAsync("drawer");
        await Page.Keyboard.PressAsync("Escape");
        await Expect(drawer).ToBeHiddenAsync();
        await Expect(open).ToBeFocusedAsync();

        await AskAsync(Merge(7));
        await Expect(Lock.GetByText("On your phone", new() { Exact = true })).ToBeVisibleAsync();
        var code = await Lock.Locator(".font-mono.text-2xl").InnerTextAsync();
        await Expect(phone.Locator(".push")).ToContainTextAsync(code);
        await Expect(phone.Locator(".push")).ToContainTextAsync(Me.Repository);
        Assert.Empty(await EffectsAsync());

        // What waits is found from the navigation, which goes away when it was used.
        await open.ClickAsync();
        await drawer.GetByRole(AriaRole.Link, new() { Name = "Approvals" }).ClickAsync();
        await Expect(drawer).ToBeHiddenAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Approvals", Level = 1 })).ToBeVisibleAsync();
        await Expect(Lock).ToContainTextAsync(code);
        await phone.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        await Expect(Page.GetByText("Nothing waits for you")).ToBeVisibleAsync();
        await HoldsAsync("approvals-empty");

        await open.ClickAsync();
        await drawer.GetByRole(AriaRole.Link, new() { Name = Merge(7) }).ClickAsync();
        await Expect(drawer).ToBeHiddenAsync();
        await Expect(Card("Merge pull request")).ToContainTextAsync("Done");
        await Expect(Composer).ToBeInViewportAsync();
        await Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Stop everything" })).ToBeInViewportAsync();
        Assert.True(await Me.IsMergedAsync(7));
    }

    [Fact]
    public async Task It_ends_with_a_denial_on_the_phone_and_nothing_is_done()
    {
        var phone = await OpenPhoneAsync();
        await SignInAsync();
        await AskAsync(Merge(7));

        await phone.GetByRole(AriaRole.Button, new() { Name = "Deny" }).ClickAsync();

        await Expect(phone.Locator(".past")).ToContainTextAsync("Denied");
        await Expect(Card("Merge pull request")).ToContainTextAsync("Denied");
        await Expect(Composer).ToBeVisibleAsync();
        Assert.Empty(await EffectsAsync());
    }
}
