using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Tests.Browser;

public sealed class LoginPageTests(Chromium chromium) : BrowserTest(chromium)
{
    [Fact]
    public async Task A_person_signs_in_and_is_sent_back_with_a_code_that_is_worth_a_token()
    {
        await OpenLoginAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
        await LooksRightAsync("login");

        await LogInAsync(Ada.Password);

        var back = await BackAsync();
        Assert.Equal("state-of-the-application", back["state"]);
        var tokens = await RedeemAsync(back["code"]);
        Assert.Equal("Bearer", (string?)tokens["token_type"]);
    }

    [Fact]
    public async Task The_keyboard_is_enough_to_sign_in()
    {
        await OpenLoginAsync();
        await Expect(Page.GetByLabel("Email address")).ToBeFocusedAsync(); // the first field takes the focus by itself, after the page has loaded

        await Page.Keyboard.TypeAsync(Ada.Username);
        await Page.Keyboard.PressAsync("Tab");
        await Page.Keyboard.TypeAsync(Ada.Password);
        await Page.Keyboard.PressAsync("Enter");

        Assert.NotNull((await BackAsync())["code"]);
    }

    [Fact]
    public async Task A_wrong_password_is_said_next_to_the_field_and_the_address_stays()
    {
        await OpenLoginAsync();
        await LogInAsync("not the password");

        var problem = Page.GetByRole(AriaRole.Alert);
        await Expect(problem).ToHaveTextAsync("Wrong email or password");
        ExpectStatus(400);
        var password = Page.GetByLabel("Password");
        await Expect(password).ToHaveAccessibleDescriptionAsync("Wrong email or password");
        await Expect(password).ToBeFocusedAsync();
        await Expect(password).ToHaveValueAsync("");
        await Expect(Page.GetByLabel("Email address")).ToHaveValueAsync(Ada.Username);
        await LooksRightAsync("login-wrong-password");
        var (field, said) = ((await password.BoundingBoxAsync())!, (await problem.BoundingBoxAsync())!);
        Assert.InRange(said.Y - (field.Y + field.Height), 0, 16);

        await password.FillAsync(Ada.Password);
        await password.PressAsync("Enter");
        Assert.NotNull((await BackAsync())["code"]);
    }

    [Fact]
    public async Task Cancel_sends_back_without_a_code()
    {
        await OpenLoginAsync();

        await Page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();

        var back = await BackAsync();
        Assert.Equal("access_denied", back["error"]);
        Assert.Null(back["code"]);
    }
}
