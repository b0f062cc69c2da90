using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Tests.Browser.Web;

/// <summary>Names of repositories: the oddest that GitHub takes, and those that it would never have, which only an agent's arguments can hold.</summary>
[Collection(Lanes.One)]
public sealed class HostileNamesTests(Chromium chromium, LaneWorld lane) : ChatTest(chromium, lane)
{
    private static readonly string Long = new('W', 300);

    [Fact]
    public async Task The_longest_and_oddest_name_that_GitHub_takes_is_shown_whole_as_text_in_every_view()
    {
        var login = Me.Made.GetProperty("github_login").GetString()!;
        var name = $"__img_src-x__.onerror-alert.1.--{Guid.NewGuid():n}".PadRight(100, 'W');
        var odd = await World.Control.PostAsync("github/repositories", new JsonObject { ["owner"] = login, ["name"] = name, ["person"] = Me.Name });
        var repository = odd.GetProperty("full_name").GetString()!;
        Assert.Equal(name, repository.Split('/')[1]);
        Assert.True((await Me.Doors.PostAsync("api/accounts/refresh", null, default)).Ok);

        await SignInAsync("/accounts");
        await Expect(Page.GetByRole(AriaRole.Definition).GetByText(repository, new() { Exact = true })).ToBeVisibleAsync();
        await LooksRightAsync("hostile-name-account");
        await Page.GetByRole(AriaRole.Link, new() { Name = "New chat" }).ClickAsync();
        await AskAsync($"merge pull request 7 of {repository}");
        await Expect(Lock.GetByText("On your phone", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(Lock.GetByRole(AriaRole.Tabpanel)).ToContainTextAsync(repository);
        await Expect(Card("Merge pull request")).ToContainTextAsync(repository);
        await LooksRightAsync("hostile-name-lock");

        await Page.GetByRole(AriaRole.Link, new() { Name = "Approvals" }).ClickAsync();
        await Expect(Lock.GetByRole(AriaRole.Tabpanel)).ToContainTextAsync(repository);
        await LooksRightAsync("hostile-name-inbox");
        await Me.Phone.DenyAsync(await Me.Phone.NextAsync());
        var row = Page.GetByRole(AriaRole.Button, new() { Name = "Denied" });
        await Expect(row).ToContainTextAsync(repository);
        await row.ClickAsync();
        await Page.GetByRole(AriaRole.Link, new() { Name = "The whole story" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "One action’s story" })).ToBeVisibleAsync();
        await Expect(Page.GetByRole(AriaRole.Main)).ToContainTextAsync(repository);
        await Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Proposed") }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Region, new() { Name = "Content" })).ToContainTextAsync(repository);
        await LooksRightAsync("hostile-name-story");
        Assert.Equal(0, await Page.Locator("main :is(strong, em, img)").CountAsync());
    }

    [Fact]
    public async Task A_name_that_GitHub_would_never_have_is_shown_with_what_is_wrong_in_it_and_leads_to_nothing()
    {
        (string Name, string Seen)[] names =
        [
            ("acme/sh\u043ep", "acme/sh⟨U+043E⟩p"), // a letter that looks like another
            ("acme/\u202epohs", "acme/⟨U+202E⟩pohs"),
            ("acme/sh\u200bop", "acme/sh⟨U+200B⟩op"),
            ("acme/sh\u200dop\ufe0f", "acme/sh⟨U+200D⟩op⟨U+FE0F⟩"),
            ("acme/shop\u3164", "acme/shop⟨U+3164⟩"), // a letter that draws nothing
            ("acme/shop\U000E0061", "acme/shop⟨U+E0061⟩"),
            ("<img src=x onerror=window.ran=1>/shop", "<img⟨U+0020⟩src=x⟨U+0020⟩onerror=window.ran=1>/shop"),
            ("[acme/shop](https://evil.example)", "[acme/shop](https://evil.example)"),
            ("**acme**/shop", "**acme**/shop"),
            ($"acme/{Long}", $"acme/{Long}"),
        ];
        var ask = string.Join(" and also ", names.Select(name => $"call github_list_issues with {new JsonObject { ["repository"] = name.Name }.ToJsonString()}"));
        await SignInAsync();
        await AskAsync(ask);
        await Expect(Composer).ToBeVisibleAsync();

        var cards = Page.GetByRole(AriaRole.Button, new() { Name = "List issues" });
        await Expect(cards).ToHaveCountAsync(names.Length);
        for (var at = 0; at < names.Length; at++)
        {
            await Expect(cards.Nth(at)).ToContainTextAsync(names[at].Seen);
            await Expect(cards.Nth(at).Locator("xpath=..")).ToContainTextAsync("Not made");
        }

        await cards.Nth(1).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Region, new() { Name = "Arguments" })).ToContainTextAsync("acme/⟨U+202E⟩pohs");
        Assert.Empty(await HostileText.LiveAsync(Page));
        await LooksRightAsync("hostile-name-arguments");
        await Page.GetByRole(AriaRole.Link, new() { Name = "Audit" }).ClickAsync();
        await Expect(Page.GetByText("This is where your trail begins.")).ToBeVisibleAsync();
        Assert.DoesNotContain(await Me.TrailAsync(), entry => entry.TryGetProperty("tool", out var tool) && tool.GetString() == "github.list_issues");
        Assert.Empty(await HostileText.LiveAsync(Page));
        Assert.False(await HostileText.RanAsync(Page), "What an agent wrote ran.");
    }
}
