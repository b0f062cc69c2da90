using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Tests.Browser.Web;

/// <summary>The line between page and app: cut, ended, slow.</summary>
public sealed class LineTests(Chromium chromium, LaneWorld lane) : ChatTest(chromium, lane)
{
    [Fact]
    public async Task What_happened_while_the_line_was_cut_is_found_silently_when_it_is_back()
    {
        var push = await AskForMergeAsync(7);
        await Page.EvaluateAsync("window.loadedOnce = true");

        await Page.Context.SetOfflineAsync(true);
        await Expect(Page.GetByText("You are offline.")).ToBeVisibleAsync();
        await LooksRightAsync("offline");
        await Me.Phone.ApproveAsync(push);
        await Eventually.ComesAsync(async () => await Me.IsMergedAsync(7) ? "merged" : null, () => "the merge took effect");
        await Expect(Lock).ToBeVisibleAsync(); // nobody has told the page
        await Page.Context.SetOfflineAsync(false);

        await Expect(Page.GetByText("You are offline.")).ToBeHiddenAsync();
        await Expect(Card("Merge pull request")).ToContainTextAsync("Done");
        await Expect(Composer).ToBeVisibleAsync();
        Assert.True(await Page.EvaluateAsync<bool>("window.loadedOnce"), "The page was loaded anew.");
        await Expect(Page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
        Expected("net::ERR_");
    }

    [Fact]
    public async Task What_is_asked_while_the_line_is_cut_is_sent_once_when_it_is_back()
    {
        await SignInAsync();
        await Page.EvaluateAsync("window.loadedOnce = true");
        await Page.Context.SetOfflineAsync(true);
        await Expect(Page.GetByText("You are offline.")).ToBeVisibleAsync();

        await AskAsync("say \"through at last\"");
        await Expect(Page.GetByText("say \"through at last\"")).ToBeVisibleAsync();
        await Page.Context.SetOfflineAsync(false);

        await Expect(Messages.GetByText("through at last", new() { Exact = true })).ToBeVisibleAsync();
        Assert.True(await Page.EvaluateAsync<bool>("window.loadedOnce"), "The page was loaded anew.");
        Assert.Single((await Me.ReadAsync("api/runs")).GetProperty("items").EnumerateArray());
        Expected("net::ERR_");
    }

    [Fact]
    public async Task A_view_that_was_never_looked_at_comes_when_the_line_is_back()
    {
        await SignInAsync();
        await Page.EvaluateAsync("window.loadedOnce = true");
        await Page.Context.SetOfflineAsync(true);
        await Expect(Page.GetByText("You are offline.")).ToBeVisibleAsync();

        await Page.GetByRole(AriaRole.Link, new() { Name = "Permissions" }).ClickAsync();
        await Expect(Page.GetByText("You are offline.")).ToBeVisibleAsync();
        await Page.Context.SetOfflineAsync(false);

        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Permissions", Level = 1 })).ToBeVisibleAsync();
        Assert.True(await Page.EvaluateAsync<bool>("window.loadedOnce"), "The page was loaded anew.");
        Expected("net::ERR_");
    }

    [Fact]
    public async Task A_stream_that_ends_itself_is_followed_on_from_the_last_number_that_came()
    {
        // The app's own streams, each made to end after what has happened already: as one does after its two minutes.
        var after = new List<string?>();
        await Page.RouteAsync("**/api/events", async route =>
        {
            after.Add(route.Request.Headers.GetValueOrDefault("last-event-id"));
            await route.ContinueAsync(after.Count > 6 ? null : new() { Url = $"{Url}/api/events?follow=false{(after[^1] is null ? "&after=0" : "")}" });
        });
        var push = await AskForMergeAsync(7);
        await Me.Phone.ApproveAsync(push);

        await Expect(Card("Merge pull request")).ToContainTextAsync("Done");
        await Expect(Composer).ToBeVisibleAsync();
        await Eventually.TrueAsync(() => after.Count > 6, "the stream was opened again each time that it ended");
        Assert.Null(after[0]);
        var numbers = after.Skip(1).Where(number => number is not null).Select(number => long.Parse(number!, System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.NotEmpty(numbers);
        Assert.Equal(numbers.Order(), numbers);
        await Expect(Page.GetByText("You are offline.")).ToBeHiddenAsync();

        await AskAsync("say \"and the line holds\"");
        await Expect(Messages.GetByText("and the line holds", new() { Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_the_stream_told_is_not_taken_back_by_a_list_that_was_read_before()
    {
        await SignInAsync();
        await AskAsync("say \"one\"");
        await Expect(Messages.GetByText("one", new() { Exact = true })).ToBeVisibleAsync();
        await World.Control.FaultAsync("model_delay", 1, new() { ["ms"] = 1500, ["contains"] = "two" });
        var release = new TaskCompletionSource();
        var late = new TaskCompletionSource();
        var first = true;
        await Page.RouteAsync("**/api/threads/*/messages*", async route =>
        {
            var overtaken = first;
            first = false;
            var answer = await route.FetchAsync();
            if (overtaken) await release.Task;
            try
            {
                await route.FulfillAsync(new() { Response = answer });
            }
            finally
            {
                if (overtaken) late.SetResult();
            }
        });

        await AskAsync("say \"two\"");
        await Expect(Messages.GetByText("two", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(Composer).ToBeVisibleAsync();
        release.SetResult();
        await late.Task.WithinDeadlineAsync();
        await Page.EvaluateAsync("new Promise((done) => requestAnimationFrame(() => setTimeout(done, 200)))"); // the page has had its late answer

        Assert.True(await Messages.GetByText("two", new() { Exact = true }).IsVisibleAsync(), "An older list took the newer message back.");
    }

    [Fact]
    public async Task While_an_answer_is_on_its_way_its_place_is_held_and_said()
    {
        await Me.ProposeMergeAsync(7);
        var held = new TaskCompletionSource();
        await Page.RouteAsync("**/api/approvals?state=open", async route =>
        {
            await held.Task;
            await route.ContinueAsync();
        });
        await SignInAsync("/approvals");

        var loading = Page.GetByRole(AriaRole.Region, new() { Name = "Waiting for you", Exact = true }).GetByRole(AriaRole.Status);
        await Expect(loading).ToBeVisibleAsync();
        await LooksRightAsync("approvals-loading");
        held.SetResult();

        await Expect(Lock).ToBeVisibleAsync();
        await Expect(loading).ToHaveCountAsync(0);
    }
}
