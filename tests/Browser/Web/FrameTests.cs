using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Tests.Browser.Web;

public sealed class FrameTests(Chromium chromium, LaneWorld lane) : WebTest(chromium, lane)
{
    private ILocator Navigation => Page.GetByRole(AriaRole.Navigation, new() { Name = "Main" });

    [Fact]
    public async Task A_person_signs_in_sees_the_views_and_signs_out()
    {
        await Page.GotoAsync(Url);
        await Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" })).ToBeVisibleAsync();
        await LooksRightAsync("sign-in");

        await SignInByHandAsync();
        foreach (var place in new[] { "Approvals", "Accounts", "Permissions", "Audit" })
        {
            await Navigation.GetByRole(AriaRole.Link, new() { Name = place }).ClickAsync();
            await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = place, Exact = true, Level = 1 })).ToBeVisibleAsync();
            await Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Stop everything" })).ToBeVisibleAsync();
        }

        await Page.GetByRole(AriaRole.Button, new() { Name = "Account menu" }).ClickAsync();
        await Page.GetByRole(AriaRole.Menuitem, new() { Name = "Sign out" }).ClickAsync();

        await Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" })).ToBeVisibleAsync();
        await Page.ReloadAsync();
        await Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_reload_signs_in_silently_and_comes_back_to_the_same_address()
    {
        await SignInAsync("/permissions");
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Permissions" })).ToBeVisibleAsync();

        await Page.ReloadAsync();

        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Permissions" })).ToBeVisibleAsync();
        Assert.EndsWith("/permissions", Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_token_rests_in_the_browser()
    {
        await SignInAsync();

        var kept = await Page.EvaluateAsync<string>("JSON.stringify([localStorage, sessionStorage, document.cookie])");

        Assert.DoesNotContain("eyJ", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("v1.", kept, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_palette_opens_by_key_finds_by_typing_and_goes_there()
    {
        await SignInAsync();

        await Page.Keyboard.PressAsync("Control+k");
        await Expect(Page.GetByRole(AriaRole.Combobox, new() { Name = "Type a command" })).ToBeFocusedAsync();
        await Page.Keyboard.TypeAsync("perm");
        await LooksRightAsync("palette");
        await Page.Keyboard.PressAsync("Enter");

        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Permissions" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_chosen_theme_holds_after_a_reload()
    {
        await SignInAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Account menu" }).ClickAsync();
        await Page.GetByRole(AriaRole.Menuitemradio, new() { Name = "Dark" }).ClickAsync();
        await Page.ReloadAsync();

        Assert.Equal("dark", await Page.EvaluateAsync<string>("document.documentElement.dataset.theme"));
    }

    [Fact]
    public async Task The_phone_opens_from_the_menu_in_a_window_of_its_own()
    {
        await SignInAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Account menu" }).ClickAsync();

        var phone = await Page.RunAndWaitForPopupAsync(() => Page.GetByRole(AriaRole.Menuitem, new() { Name = "Open my phone" }).ClickAsync());

        await Expect(phone.GetByRole(AriaRole.Heading, new() { Name = Me.Name }).First).ToBeVisibleAsync();
        await Expect(Navigation).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_token_that_ends_is_renewed_silently_by_the_rotating_refresh_token()
    {
        await Page.Clock.InstallAsync();
        await SignInAsync("/permissions");
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Permissions" })).ToBeVisibleAsync();
        var renewed = new List<string>();
        Page.Request += (_, request) =>
        {
            if (request.Url.EndsWith("/oauth/token", StringComparison.Ordinal)) renewed.Add(request.PostData ?? "");
        };

        await Page.Clock.FastForwardAsync("01:10:00");
        await Navigation.GetByRole(AriaRole.Link, new() { Name = "Audit" }).ClickAsync();

        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Audit", Exact = true, Level = 1 })).ToBeVisibleAsync();
        await Eventually.TrueAsync(() => renewed.Count > 0, "the tenant was asked for another token");
        Assert.All(renewed, form => Assert.Contains("refresh_token", form, StringComparison.Ordinal));
        await Expect(Page.GetByText("This is where your trail begins.")).ToBeVisibleAsync();
    }
}
