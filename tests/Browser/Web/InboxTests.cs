using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Tests.Browser.Web;

public sealed class InboxTests(Chromium chromium, LaneWorld lane) : WebTest(chromium, lane)
{
    private ILocator Open => Page.GetByRole(AriaRole.Region, new() { Name = "Waiting for you", Exact = true });

    private ILocator Settled => Page.GetByRole(AriaRole.Region, new() { Name = "Answered", Exact = true });

    [Fact]
    public async Task What_waits_stands_oldest_first_with_its_code_and_goes_to_the_answered_ones_by_itself()
    {
        var (_, first) = await Me.ProposeMergeAsync(7);
        var (_, second) = await Me.ProposeMergeAsync(10);
        await SignInAsync("/approvals");
        var panels = Open.GetByRole(AriaRole.Region, new() { Name = "Merge pull request" });
        await Expect(panels).ToHaveCountAsync(2);
        await Expect(Page.GetByRole(AriaRole.Link, new() { Name = "2 waiting" })).ToBeVisibleAsync();
        var messages = (await Me.Phone.PushesAsync()).ToDictionary(push => push.GetProperty("id").GetString()!, push => push.GetProperty("binding_message").GetString()!);
        await Expect(panels.Nth(0)).ToContainTextAsync(messages[first][^9..]);
        await Expect(panels.Nth(1)).ToContainTextAsync(messages[second][^9..]);
        await LooksRightAsync("approvals");

        await Me.Phone.DenyAsync(first);
        await Expect(Settled.GetByRole(AriaRole.Button, new() { Name = "Denied" })).ToBeVisibleAsync();
        await Expect(panels).ToHaveCountAsync(1);
        await Me.Phone.ApproveAsync(second);
        await Expect(Settled.GetByRole(AriaRole.Button, new() { Name = "Approved" })).ToBeVisibleAsync();
        await Expect(Page.GetByText("Nothing waits for you")).ToBeVisibleAsync();

        await Settled.GetByRole(AriaRole.Button, new() { Name = "Denied" }).PressAsync("Enter");
        await Expect(Settled.GetByText("Nothing was done. The same thing is not asked again in this run.")).ToBeVisibleAsync();
        await LooksRightAsync("approvals-answered");
    }

    [Fact]
    public async Task Withdrawing_says_what_it_means_is_done_by_keyboard_and_takes_no_effect()
    {
        var (action, _) = await Me.ProposeMergeAsync(7);
        await SignInAsync("/approvals");
        var withdraw = Open.GetByRole(AriaRole.Button, new() { Name = "Withdraw" });
        await withdraw.PressAsync("Enter");
        await Expect(Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("its code is void");
        await LooksRightAsync("approvals-withdraw");
        await Page.Keyboard.PressAsync("Escape");
        await Expect(withdraw).ToBeFocusedAsync();

        await withdraw.PressAsync("Enter");
        await Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Withdraw" }).PressAsync("Enter");

        await Expect(Settled.GetByRole(AriaRole.Button, new() { Name = "Withdrawn" })).ToBeVisibleAsync();
        await Me.ActionAsync(action, "cancelled", "refused", "denied");
        Assert.False(await Me.IsMergedAsync(7));
    }

    [Fact]
    public async Task What_expired_is_asked_again_from_the_inbox()
    {
        await World.Control.FaultAsync("ciba_expiry", 1, new JsonObject { ["seconds"] = 4, ["match"] = new JsonObject { ["person"] = Me.Name } });
        await Me.UseAsync("github.merge_pull_request", Me.Merge(7));
        await Me.Phone.NextAsync();
        await SignInAsync("/approvals");

        await Settled.GetByRole(AriaRole.Button, new() { Name = "Expired" }).ClickAsync(new() { Timeout = 60_000 });
        await Settled.GetByRole(AriaRole.Button, new() { Name = "Ask again" }).ClickAsync();

        await Expect(Open.GetByRole(AriaRole.Region, new() { Name = "Merge pull request" })).ToBeVisibleAsync();
        await Me.Phone.ApproveAsync(await Me.Phone.NextAsync());
        await Expect(Settled.GetByRole(AriaRole.Button, new() { Name = "Approved" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_others_wrote_stays_text_in_the_inbox_and_hidden_characters_are_named()
    {
        const string text = "<img src=x onerror=alert(1)> [steal](https://evil.example) **loud** \u202eback";
        await Me.UseAsync("github.comment", new() { ["repository"] = Me.Repository, ["number"] = 1, ["body"] = text });
        await SignInAsync("/approvals");

        await Expect(Open.GetByText("<img src=x onerror=alert(1)> [steal](https://evil.example) **loud** ⟨U+202E⟩back").First).ToBeVisibleAsync();
        await Open.GetByRole(AriaRole.Tab, new() { Name = "Raw" }).ClickAsync();
        await Expect(Open.GetByRole(AriaRole.Tabpanel)).ToContainTextAsync("<img src=x onerror=alert(1)>");
        Assert.Equal(0, await Page.Locator("main img, main strong, main a[href*='evil.example']").CountAsync());
        await LooksRightAsync("approvals-text");
    }

    [Fact]
    public async Task The_list_by_state_refuses_what_it_does_not_know()
    {
        var reply = await Me.Doors.GetAsync("api/approvals?state=whatever", default);

        Assert.Equal(400, (int)reply.Status);
        Assert.Equal("/problems/bad-parameter", reply.Text("type"));
    }
}
