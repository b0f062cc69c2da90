using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Tests.Browser.Web;

[Collection(Lanes.Two)]
public sealed class ChatTests(Chromium chromium, LaneWorld lane) : ChatTest(chromium, lane)
{
    [Fact]
    public async Task A_question_is_answered_and_the_read_behind_it_can_be_looked_at()
    {
        await SignInAsync();
        await LooksRightAsync("chat-empty");

        await AskAsync($"list the open issues of {Me.Repository}");

        await Expect(Messages.GetByText("5 open issues")).ToBeVisibleAsync();
        await Expect(Composer).ToBeFocusedAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "List issues" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Region, new() { Name = "Arguments" })).ToContainTextAsync(Me.Repository);
        await Expect(Messages.GetByText("default:read")).ToBeVisibleAsync();
        await Expect(Messages.GetByRole(AriaRole.Button, new() { Name = "Holds content from outside" }).First).ToBeVisibleAsync();
        await LooksRightAsync("chat-read");
    }

    [Fact]
    public async Task A_merge_waits_behind_the_lock_with_the_phones_code_and_is_done_when_it_was_countersigned()
    {
        var push = await AskForMergeAsync(7);
        var onPhone = (await Me.Phone.PushesAsync()).Single().GetProperty("binding_message").GetString()!;
        var code = await Lock.Locator(".font-mono.text-2xl").InnerTextAsync();
        Assert.EndsWith(code, onPhone, StringComparison.Ordinal);
        await Expect(Lock).ToContainTextAsync(Me.Repository);
        await Expect(Lock.GetByRole(AriaRole.Timer)).ToBeVisibleAsync();
        await Expect(Composer).ToBeHiddenAsync();
        await Expect(Page.GetByText("Locked until the request above is answered.")).ToBeVisibleAsync();
        await LooksRightAsync("lock");
        await Lock.GetByRole(AriaRole.Tab, new() { Name = "Raw" }).ClickAsync();
        await Expect(Lock.GetByRole(AriaRole.Region, new() { Name = "Raw" })).ToContainTextAsync("digest");
        Assert.Empty(await EffectsAsync());

        await Me.Phone.ApproveAsync(push);

        await Expect(Card("Merge pull request")).ToContainTextAsync("Done");
        await Expect(Messages.GetByText("Done: merge pull request 7")).ToBeVisibleAsync();
        await Expect(Composer).ToBeVisibleAsync();
        Assert.True(await Me.IsMergedAsync(7));
        await LooksRightAsync("merged");
    }

    [Fact]
    public async Task A_denial_is_said_and_nothing_is_done()
    {
        var push = await AskForMergeAsync(7);

        await Me.Phone.DenyAsync(push);

        await Expect(Card("Merge pull request")).ToContainTextAsync("Denied");
        await Expect(Messages.GetByText("it is not asked again in this run.")).ToBeVisibleAsync();
        await Expect(Composer).ToBeVisibleAsync();
        Assert.False(await Me.IsMergedAsync(7));
        await LooksRightAsync("denied");
    }

    [Fact]
    public async Task A_withdrawn_request_voids_its_code_and_the_answer_on_the_phone_does_nothing()
    {
        var push = await AskForMergeAsync(7);

        await Lock.GetByRole(AriaRole.Button, new() { Name = "Withdraw" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("its code is void");
        await LooksRightAsync("withdraw");
        await Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Withdraw" }).ClickAsync();

        await Expect(Card("Merge pull request")).ToContainTextAsync("Withdrawn");
        await Me.Phone.ApproveAsync(push);
        await Expect(Composer).ToBeVisibleAsync();
        Assert.Empty(await EffectsAsync());
    }

    [Fact]
    public async Task A_reload_in_the_middle_finds_the_run_as_it_is()
    {
        var push = await AskForMergeAsync(7);
        var code = await Lock.Locator(".font-mono.text-2xl").InnerTextAsync();

        await Page.ReloadAsync();

        await Expect(Lock.Locator(".font-mono.text-2xl")).ToHaveTextAsync(code);
        await Expect(Messages).ToContainTextAsync(Merge(7));
        await Me.Phone.ApproveAsync(push);
        await Expect(Card("Merge pull request")).ToContainTextAsync("Done");
        Assert.Equal(["merge"], await EffectsAsync());
    }

    [Fact]
    public async Task A_second_tab_shows_the_same_and_follows_by_the_first_ones_line()
    {
        await AskForMergeAsync(7);
        var second = await Page.Context.NewPageAsync();
        await second.GotoAsync(Page.Url);
        var its = second.GetByRole(AriaRole.Region, new() { Name = "Merge pull request" }).First;
        await Expect(its.GetByText("On your phone", new() { Exact = true })).ToBeVisibleAsync();

        await its.GetByRole(AriaRole.Button, new() { Name = "Withdraw" }).ClickAsync();
        await second.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Withdraw" }).ClickAsync();

        await Expect(Card("Merge pull request")).ToContainTextAsync("Withdrawn");
        await Page.CloseAsync();
        await AskAsync("say \"still here\"", second);
        await Expect(second.GetByRole(AriaRole.Region, new() { Name = "Messages" }).GetByText("still here", new() { Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_reload_in_the_middle_of_a_sentence_reads_its_beginning()
    {
        await World.Control.FaultAsync("model_slow", 1, new JsonObject { ["ms"] = 150, ["contains"] = "count to 173" });
        await SignInAsync();
        await AskAsync("count to 173");
        await Expect(Messages).ToContainTextAsync(" 5 ");

        await Page.ReloadAsync();

        await Expect(Messages).ToContainTextAsync(" 5 ");
        await Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Stop this run" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_finished_answer_stays_the_element_that_it_grew_in()
    {
        await World.Control.FaultAsync("model_slow", 1, new JsonObject { ["ms"] = 100, ["contains"] = "count to 41" });
        await SignInAsync();
        await AskAsync("count to 41");
        await Expect(Messages).ToContainTextAsync(" 5 ");
        var words = await Messages.EvaluateHandleAsync("messages => [...messages.querySelectorAll('p')].at(-1).parentElement");

        await Expect(Composer).ToBeVisibleAsync();

        await Expect(Messages).ToContainTextAsync(" 41");
        Assert.True(await words.EvaluateAsync<bool>("words => words.isConnected && words.textContent.includes(' 41')"));
    }

    [Fact]
    public async Task A_run_is_stopped_from_where_it_is_followed()
    {
        await AskForMergeAsync(7);

        await Page.GetByRole(AriaRole.Button, new() { Name = "Stop this run" }).ClickAsync();

        await Expect(Page.GetByText("You stopped this run")).ToBeVisibleAsync();
        await Expect(Composer).ToBeVisibleAsync();
        Assert.Empty(await EffectsAsync());
        await LooksRightAsync("stopped");
    }

    [Fact]
    public async Task What_moved_after_it_was_approved_is_said_and_not_done()
    {
        var push = await AskForMergeAsync(12);
        await World.Control.PostAsync(
            "github/push", new JsonObject { ["repository"] = Me.Repository, ["pull"] = 12, ["path"] = "late.txt", ["content"] = "late", ["message"] = "Late" });

        await Me.Phone.ApproveAsync(push);

        await Expect(Card("Merge pull request")).ToContainTextAsync("Moved on");
        await LooksRightAsync("moved");
    }

    [Fact]
    public async Task Content_from_outside_stays_text()
    {
        await SignInAsync();

        await AskAsync("say \"<img src=x onerror=alert(1)> <script>alert(2)</script> [a](javascript:alert(3)) ![i](https://evil.example/x.png) **bold**\"");

        await Expect(Messages.Locator("strong")).ToHaveTextAsync("bold");
        Assert.Equal(0, await Messages.Locator("img, script, iframe, a[href^='javascript']").CountAsync());
        await LooksRightAsync("injected");
    }

    [Fact]
    public async Task The_chats_are_found_again_in_the_side_bar()
    {
        await SignInAsync();
        await AskAsync("say \"first\"");
        await Expect(Messages.GetByText("first", new() { Exact = true })).ToBeVisibleAsync();

        await Page.GetByRole(AriaRole.Link, new() { Name = "New chat" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "What shall be done?" })).ToBeVisibleAsync();
        await Page.GetByRole(AriaRole.Link, new() { Name = "say \"first\"" }).ClickAsync();

        await Expect(Messages.GetByText("first", new() { Exact = true })).ToBeVisibleAsync();
    }
}
