using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Tests.Browser;

public sealed class PhonePageTests(Chromium chromium) : PhoneTest(chromium)
{
    [Fact]
    public async Task A_push_comes_up_by_itself_with_everything_that_the_request_carries()
    {
        await OpenPhoneAsync();
        await Expect(Page.GetByText("Nothing waits for your answer.")).ToBeVisibleAsync();
        await LooksRightAsync("phone-empty");

        await AskAsync();

        await Expect(Push.GetByRole(AriaRole.Heading)).ToHaveTextAsync(Message);
        await Expect(Page.GetByRole(AriaRole.Status)).ToHaveTextAsync("A new request waits for your answer.");
        await Expect(Push).ToContainTextAsync("Countersign asks for your approval");
        await Expect(Push).ToContainTextAsync("An agent asks to do this as you.");
        await Expect(Push).ToContainTextAsync("5:00 left");
        await Expect(Push.Locator("dt")).ToHaveTextAsync(["Repository", "TitleWritten by somebody else", "Scopes", "For", "Type", "digest (not displayed by the app)"]);
        await Expect(Push.Locator("dd")).ToHaveTextAsync(
        [
            "acme/shop", "Round totals half to even", "openid, actions:approve", "https://approvals.countersign.example",
            "urn:auth0:schemas:authorization-details:v1:countersign-action", "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        ]);
        await LooksRightAsync("phone-push");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_is_given_by_mouse(bool approved)
    {
        var request = await AskAsync();
        await OpenPhoneAsync();
        Assert.Equal("authorization_pending", (string?)(await PollAsync(request))["error"]);

        await (approved ? Approve : Deny).ClickAsync();

        await AnsweredAsync(request, approved);
        await Page.Locator("summary").ClickAsync();
        await LooksRightAsync(approved ? "phone-approved" : "phone-denied");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_is_given_by_the_keyboard_alone(bool approved)
    {
        await OpenPhoneAsync();
        var request = await AskAsync();
        await Expect(Push).ToBeVisibleAsync();

        await Page.Keyboard.PressAsync("Tab");
        await Expect(Deny).ToBeFocusedAsync(); // first, so that haste does not approve
        Assert.NotEqual("none", await Deny.EvaluateAsync<string>("e => getComputedStyle(e).outlineStyle"));
        if (approved) await Page.Keyboard.PressAsync("Tab");
        await Expect(approved ? Approve : Deny).ToHaveAccessibleDescriptionAsync(Message);
        await Page.Keyboard.PressAsync("Enter");

        await AnsweredAsync(request, approved);
    }

    [Fact]
    public async Task A_second_push_leaves_the_focus_and_what_was_opened_where_they_were()
    {
        await AskAsync("The first one #AAAA");
        await OpenPhoneAsync();
        await Deny.ClickAsync();
        await Page.Locator("summary").ClickAsync();
        await AskAsync("The second one #BBBB");
        await Expect(Push).ToHaveCountAsync(1);
        await Approve.FocusAsync();

        await AskAsync("The third one #CCCC");

        await Expect(Push).ToHaveCountAsync(2);
        await Expect(Page.Locator(".push", new() { HasText = "#BBBB" }).GetByRole(AriaRole.Button, new() { Name = "Approve" })).ToBeFocusedAsync();
        await Expect(Page.Locator(".past details")).ToHaveAttributeAsync("open", "");
        await LooksRightAsync("phone-two-pushes");
    }

    [Fact]
    public async Task An_expired_push_is_said_and_takes_no_answer()
    {
        var request = await AskAsync(expiry: 60);
        await OpenPhoneAsync();
        Clock.Advance(TimeSpan.FromSeconds(45));
        await Expect(Push.Locator(".soon")).ToHaveTextAsync("0:15 left");

        Clock.Advance(TimeSpan.FromSeconds(15));

        await Expect(Page.GetByRole(AriaRole.Status)).ToHaveTextAsync("A request expired unanswered. Nothing was approved.");
        await Expect(Page.Locator(".past")).ToContainTextAsync("Expired unanswered");
        await Expect(Page.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        Assert.Equal("access_denied", (string?)(await PollAsync(request))["error"]);
        await LooksRightAsync("phone-expired");
    }

    [Fact]
    public async Task An_answer_that_comes_too_late_is_told_so()
    {
        var request = await AskAsync(expiry: 60);
        await OpenPhoneAsync();
        await Page.RouteAsync("**/phone/pushes*", route => route.AbortAsync()); // a phone that lost its connection shows an old state
        Clock.Advance(TimeSpan.FromSeconds(61));

        await Approve.ClickAsync();

        await Expect(Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Nothing changed.");
        Forget("Failed to load resource");
        Assert.Equal("access_denied", (string?)(await PollAsync(request))["error"]);
        await LooksRightAsync("phone-too-late");
        await Page.GetByRole(AriaRole.Link, new() { Name = "Back to the requests" }).ClickAsync();
        await Expect(Page.GetByText("Nothing waits for your answer.")).ToBeVisibleAsync();
        Forget("Failed to load resource");
    }

    [Fact]
    public async Task Markup_in_a_value_stays_text()
    {
        const string instruction = "</p></li></ul><h1>Approved</h1><form action=\"/phone/answer\"><button>OK</button></form>";
        const string value = "<script>window.ran = true</script><img src=x onerror=\"window.ran = true\">\" onmouseover=\"window.ran = true";
        await OpenPhoneAsync();

        await AskAsync(instruction: instruction, value: value);

        await Expect(Push.Locator(".instruction")).ToHaveTextAsync(instruction);
        await Expect(Push.Locator("dd").Nth(1)).ToHaveTextAsync(value);
        await Expect(Page.Locator("#pushes script, #pushes img, #pushes [onmouseover]")).ToHaveCountAsync(0);
        await Expect(Page.GetByRole(AriaRole.Button)).ToHaveCountAsync(2);
        Assert.False(await Page.EvaluateAsync<bool>("'ran' in window"));
        await LooksRightAsync("phone-markup");
    }

    [Fact]
    public async Task The_longest_words_that_the_tenant_takes_fit_a_narrow_phone()
    {
        await AskAsync(new string('W', 64), new string('W', 255), new string('W', 255));
        await OpenPhoneAsync();
        await Expect(Push).ToBeVisibleAsync();

        await LooksRightAsync("phone-long-words");
    }

    [Fact]
    public async Task The_list_of_phones_says_who_has_something_to_answer()
    {
        await AskAsync();
        await Page.GotoAsync($"{Sandbox.Origins.Phone}/phone?token={Keepsakes.ControlToken}");
        var ada = Page.GetByRole(AriaRole.Link, new() { Name = "Ada Lovelace" });
        await Expect(ada).ToContainTextAsync("1 request waits");
        await LooksRightAsync("phones");

        await ada.ClickAsync();

        await Expect(Push.GetByRole(AriaRole.Heading)).ToHaveTextAsync(Message);
    }

    private async Task AnsweredAsync(string request, bool approved)
    {
        await Expect(Page.GetByText("Nothing waits for your answer.")).ToBeVisibleAsync();
        await Expect(Page.Locator(".past")).ToContainTextAsync(approved ? "Approved" : "Denied");
        var answer = await PollAsync(request);
        if (approved) Assert.NotNull(answer["access_token"]);
        else Assert.Equal("access_denied", (string?)answer["error"]);
    }
}
