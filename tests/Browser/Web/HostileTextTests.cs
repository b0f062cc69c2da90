using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Tests.Browser.Web;

/// <summary>What others wrote at the provider, wherever a view shows it: text, with its unseen characters named, and nothing that runs, loads or leads away.</summary>
public sealed class HostileTextTests(Chromium chromium, LaneWorld lane) : ChatTest(chromium, lane)
{
    private const string Markup = "<img src=x onerror=window.ran=1><script>window.ran=2</script>";
    private const string Hidden = "\u202etxt.exe\u200b";
    private const string HiddenSeen = "⟨U+202E⟩txt.exe⟨U+200B⟩";
    private static readonly string Long = new('W', 120);
    private static readonly string Title = $"{Markup} [go](javascript:window.ran=3) {Hidden} {Long}";
    private static readonly string TitleSeen = $"{Markup} [go](javascript:window.ran=3) {HiddenSeen} {Long}";

    [Fact]
    public async Task What_is_read_stays_text_in_the_answer_in_the_cards_and_in_where_it_came_from()
    {
        var pull = await PullAsync();
        var issue = (await World.Control.PostAsync("github/issues", new JsonObject
        {
            ["repository"] = Me.Repository, ["title"] = Title, ["body"] = $"{Markup}\n\n![i](https://evil.example/x.png) [click](https://evil.example/go) {Hidden}",
        })).GetProperty("number").GetInt32();
        await SignInAsync();
        await AskAsync($"show issue {issue} of {Me.Repository} and then show the files of pull request {pull} of {Me.Repository} and then show the commits of {Me.Repository} at evil");
        await Expect(Composer).ToBeVisibleAsync();

        foreach (var (card, seen) in new[] { ("Get issue", TitleSeen), ("List pull request files", HiddenSeen), ("List commits", HiddenSeen) })
        {
            await Page.GetByRole(AriaRole.Button, new() { Name = card }).ClickAsync();
            var result = Page.GetByRole(AriaRole.Region, new() { Name = "Result" });
            await Expect(result).ToContainTextAsync(seen);
            await Expect(result).ToContainTextAsync("<img src=x onerror=window.ran=1>");
            await StaysTextAsync(Page);
            await Page.GetByRole(AriaRole.Button, new() { Name = card }).ClickAsync();
        }

        await Expect(Messages).ToContainTextAsync("<img src=x onerror=window.ran=1>");
        await Expect(Messages).ToContainTextAsync(HiddenSeen);
        var mark = Page.GetByRole(AriaRole.Button, new() { Name = "Holds content from outside" }).First;
        await mark.ScrollIntoViewIfNeededAsync();
        await Page.EvaluateAsync("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"); // a tooltip goes when the page scrolls under it
        await mark.FocusAsync();
        await Expect(Page.GetByRole(AriaRole.Tooltip)).ToContainTextAsync(Me.Repository);
        await StaysTextAsync(Page);
        await Page.Keyboard.PressAsync("Escape");
        await Expect(Page.GetByRole(AriaRole.Tooltip)).ToHaveCountAsync(0);
        await LooksRightAsync("hostile-answer");
    }

    [Fact]
    public async Task What_is_to_be_countersigned_stays_text_in_the_lock_on_the_phone_in_the_inbox_and_in_its_story()
    {
        var pull = await PullAsync();
        var phone = await OpenPhoneAsync();
        await SignInAsync();
        await AskAsync($"comment \"{Title}\" on pull request {pull} of {Me.Repository}");
        var panel = Page.GetByRole(AriaRole.Region, new() { NameRegex = new("^Comment") }).First;
        await Expect(panel.GetByText("On your phone", new() { Exact = true })).ToBeVisibleAsync();
        await SeenInFullAsync(panel);
        await LooksRightAsync("hostile-lock");
        await Expect(phone.Locator(".push")).ToContainTextAsync("<img src=x onerror=window.ran=1>");
        await StaysTextAsync(phone);

        await Page.GetByRole(AriaRole.Link, new() { Name = "Approvals" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Approvals", Level = 1 })).ToBeVisibleAsync();
        await SeenInFullAsync(panel);
        await phone.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Approved" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Main)).ToContainTextAsync(TitleSeen);
        await StaysTextAsync(Page);

        await Page.GetByRole(AriaRole.Link, new() { Name = "The whole story" }).First.ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "One action’s story" })).ToBeVisibleAsync();
        await Expect(Page.GetByRole(AriaRole.Main)).ToContainTextAsync(TitleSeen);
        await Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Proposed") }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Region, new() { Name = "Content" })).ToContainTextAsync(HiddenSeen);
        await StaysTextAsync(Page);
        await LooksRightAsync("hostile-story");
    }

    [Fact]
    public async Task The_title_of_a_chat_stays_text_in_the_navigation_and_in_the_palette()
    {
        await SignInAsync();
        await AskAsync($"say \"{Title}\"");
        await Expect(Composer).ToBeVisibleAsync();

        var link = Page.GetByRole(AriaRole.Complementary).GetByRole(AriaRole.Link, new() { Name = "say \"<img src=x" });
        await Expect(link).ToBeVisibleAsync();
        await Expect(Messages).ToContainTextAsync(TitleSeen); // the bubble; the answer is Markdown
        await StaysTextAsync(Page);
        await Page.Keyboard.PressAsync("Control+k");
        await Expect(Page.GetByRole(AriaRole.Combobox, new() { Name = "Type a command" })).ToBeFocusedAsync();
        await Page.Keyboard.TypeAsync("onerror");
        await Expect(Page.GetByRole(AriaRole.Option)).ToHaveCountAsync(1);
        await Expect(Page.GetByRole(AriaRole.Option)).ToContainTextAsync("<img src=x onerror=window.ran=1>");
        await StaysTextAsync(Page);
        await LooksRightAsync("hostile-palette");
    }

    [Fact]
    public async Task The_name_of_an_account_stays_text_where_it_is_confirmed_and_where_it_stands()
    {
        var login = $"x{Guid.NewGuid():n}{Markup}{Hidden}{Long}";
        await World.Control.PostAsync("people", new JsonObject { ["name"] = login[..12], ["github_login"] = login });
        await World.Control.PostAsync("accounts", new JsonObject { ["person"] = Me.Name, ["action"] = "unlink" });
        await World.Control.PostAsync("accounts", new JsonObject { ["person"] = Me.Name, ["action"] = "link", ["github_login"] = login });
        await SignInAsync("/accounts");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Look again" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Yes, this is me" })).ToBeVisibleAsync();
        await Expect(Page.GetByRole(AriaRole.Main)).ToContainTextAsync(Markup + HiddenSeen + Long);
        await StaysTextAsync(Page);
        await LooksRightAsync("hostile-account");

        await Page.GetByRole(AriaRole.Button, new() { Name = "Yes, this is me" }).ClickAsync();

        await Expect(Page.GetByText("is confirmed").First).ToBeVisibleAsync();
        await Expect(Page.GetByRole(AriaRole.Definition).Filter(new() { HasText = HiddenSeen })).ToBeVisibleAsync();
        await StaysTextAsync(Page);
        await LooksRightAsync("hostile-account-confirmed");
    }

    /// <summary>A stranger's pull request: its title, its file's name, content and commit.</summary>
    private async Task<int> PullAsync() => (await World.Control.PostAsync("github/pulls", new JsonObject
    {
        ["repository"] = Me.Repository, ["branch"] = "evil", ["title"] = Title, ["body"] = Markup, ["path"] = $"{Markup.Replace("/", "", StringComparison.Ordinal)}{Hidden}.txt",
        ["content"] = $"{Markup}\n", ["message"] = Title,
    })).GetProperty("number").GetInt32();

    /// <summary>Words, the phone's view and the raw request of an open panel.</summary>
    private async Task SeenInFullAsync(ILocator panel)
    {
        await Expect(panel).ToContainTextAsync(TitleSeen);
        foreach (var tab in new[] { "On the phone", "Raw", "In words" })
        {
            await panel.GetByRole(AriaRole.Tab, new() { Name = tab }).ClickAsync();
            await Expect(panel.GetByRole(AriaRole.Tabpanel)).ToContainTextAsync("<img src=x onerror=window.ran=1>");
            await StaysTextAsync(Page);
        }
    }

    /// <summary>Nothing of it became an element that loads, runs or leads elsewhere.</summary>
    private static async Task StaysTextAsync(IPage page)
    {
        var live = await HostileText.LiveAsync(page);
        if (!page.Url.Contains("/phone", StringComparison.Ordinal)) Assert.Empty(live);
        else Assert.DoesNotContain(live, element => element.StartsWith("<img", StringComparison.Ordinal));
        Assert.False(await HostileText.RanAsync(page), "What somebody else wrote ran.");
    }
}
