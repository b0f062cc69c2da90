using System.Text.Json.Nodes;
using Countersign.Tests.EndToEnd.Live;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Tests.Browser.Web;

/// <summary>Who is signed in, for how long, and what their runs may go on with.</summary>
[Collection(Lanes.Two)]
public sealed class SessionTests(Chromium chromium, LaneWorld lane) : ChatTest(chromium, lane)
{
    private ILocator Remedy => Page.GetByRole(AriaRole.Region, new() { Name = "This needs you first" });

    [Fact]
    public async Task A_run_is_given_each_new_token_while_the_page_is_open()
    {
        await Page.Clock.InstallAsync();
        var push = await AskForMergeAsync(7);

        var granted = await Page.RunAndWaitForResponseAsync(() => Page.Clock.FastForwardAsync("01:10:00"), response => response.Url.EndsWith("/grant", StringComparison.Ordinal));

        Assert.True(granted.Ok, $"{granted.Status} {granted.Url}");
        await Me.Phone.ApproveAsync(push);
        await Expect(Card("Merge pull request")).ToContainTextAsync("Done");
        Assert.Equal(["merge"], await EffectsAsync());
    }

    [Fact]
    public async Task A_run_whose_grant_has_ended_goes_on_by_itself_when_the_page_is_opened()
    {
        var run = await ParkForGrantAsync();
        var thread = (await Me.ReadAsync($"api/runs/{run}")).GetProperty("thread").GetString();

        await SignInAsync($"/chat/{thread}");

        await Me.Phone.ApproveAsync(await Me.Phone.NextAsync());
        await Expect(Card("Merge pull request")).ToContainTextAsync("Done");
        await Expect(Remedy).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Where_the_tenant_gives_no_new_token_the_run_says_that_it_needs_its_person()
    {
        var run = await ParkForGrantAsync();
        var thread = (await Me.ReadAsync($"api/runs/{run}")).GetProperty("thread").GetString();
        await World.Control.FaultAsync("tenant_500", 100, new JsonObject { ["path_prefix"] = "/oauth/token", ["grant"] = "refresh_token" });
        try
        {
            await SignInAsync($"/chat/{thread}");
            await Expect(Remedy.GetByRole(AriaRole.Button, new() { Name = "Sign in again" })).ToBeVisibleAsync();
            await Expect(Page.GetByText("Waiting for you, above.")).ToBeVisibleAsync();
            await Expect(Remedy.GetByRole(AriaRole.Button, new() { Name = "Sign in again" })).ToBeInViewportAsync();
            await LooksRightAsync("needs-grant");
            Assert.Empty(await Me.Phone.PushesAsync());
        }
        finally
        {
            await World.Control.ClearFaultsAsync();
        }

        await Remedy.GetByRole(AriaRole.Button, new() { Name = "Sign in again" }).ClickAsync();

        await Me.Phone.ApproveAsync(await Me.Phone.NextAsync());
        await Expect(Card("Merge pull request")).ToContainTextAsync("Done");
        Expected("status of 500");
    }

    [Fact]
    public async Task What_waited_too_long_for_a_new_token_says_so_and_is_done_when_it_is_asked_anew()
    {
        var run = await ParkForGrantAsync();
        var thread = (await Me.ReadAsync($"api/runs/{run}")).GetProperty("thread").GetString();
        await World.Control.FaultAsync("tenant_500", 100, new JsonObject { ["path_prefix"] = "/oauth/token", ["grant"] = "refresh_token" });
        Expected("status of 500");
        try
        {
            await SignInAsync($"/chat/{thread}");
            await Expect(Card("Merge pull request")).ToContainTextAsync("Needs you");
            await Expect(Remedy.GetByRole(AriaRole.Button, new() { Name = "Sign in again" })).ToBeVisibleAsync();

            // An action waits a day for what it needs: here the day is over.
            var person = (await Me.ReadAsync("api/audit/verify")).GetProperty("principal").GetString()!;
            var until = JsonNode.Parse(World.Store.Read("action~", person)!)!["parked"]!["until"]!.GetValue<string>();
            Assert.Equal(1, World.Store.Replace("action~", $"\"until\":\"{until}\"", "\"until\":\"2020-01-01T00:00:00+00:00\"", person));
        }
        finally
        {
            await World.Control.ClearFaultsAsync();
        }

        await Remedy.GetByRole(AriaRole.Button, new() { Name = "Sign in again" }).ClickAsync();

        await Expect(Card("Merge pull request")).ToContainTextAsync("Too late");
        await Expect(Messages).ToContainTextAsync("What was needed for it did not come in time.");
        await Expect(Remedy).ToBeHiddenAsync();
        await Expect(Page.GetByRole(AriaRole.Link, new() { Name = "waiting" })).ToHaveCountAsync(0); // nor is it asked for any more
        await LooksRightAsync("lapsed");
        Assert.Empty(await EffectsAsync());
        await Messages.GetByRole(AriaRole.Button, new() { Name = "Ask anew" }).ClickAsync();
        await Me.Phone.ApproveAsync(await Me.Phone.NextAsync());
        await Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Merge pull request" }).Last.Locator("xpath=..")).ToContainTextAsync("Done");
        Assert.Equal(["merge"], await EffectsAsync());
    }

    [Fact]
    public async Task Whoever_signs_in_next_in_the_same_browser_sees_nothing_of_the_one_before()
    {
        var push = await AskForMergeAsync(7);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Account menu" }).ClickAsync();
        await Page.GetByRole(AriaRole.Menuitem, new() { Name = "Sign out" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" })).ToBeVisibleAsync();
        await Page.GoBackAsync();
        await Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" })).ToBeVisibleAsync();
        await Expect(Page.GetByText(Me.Repository)).ToHaveCountAsync(0);

        using var next = await Someone.NewAsync(World);
        await SignInByHandAsync(who: next);
        await Expect(Page.GetByText("Your chats come here.")).ToBeVisibleAsync();
        foreach (var place in new[] { "Approvals", "Accounts", "Permissions", "Audit" })
        {
            await Page.GetByRole(AriaRole.Navigation, new() { Name = "Main" }).GetByRole(AriaRole.Link, new() { Name = place }).ClickAsync();
            await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = place, Exact = true, Level = 1 })).ToBeVisibleAsync();
            await Expect(Page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Loading" })).ToHaveCountAsync(0);
            Assert.DoesNotContain(Me.Name, await Page.ContentAsync(), StringComparison.Ordinal);
        }

        await Page.Keyboard.PressAsync("Control+k");
        await Expect(Page.GetByRole(AriaRole.Combobox, new() { Name = "Type a command" })).ToBeFocusedAsync();
        await Page.Keyboard.TypeAsync("merge");
        await Expect(Page.GetByText("Nothing is called so.")).ToBeVisibleAsync();
        await Me.Phone.DenyAsync(push);
    }

    /// <summary>A run that began with a token too short for an approval: it waits for another one.</summary>
    private async Task<string> ParkForGrantAsync()
    {
        var lasting = Me.Doors.Token;
        Me.Doors.Token = await Someone.TokenAsync(World, Me.Name, new JsonObject { ["expires_in"] = 60 });
        var run = await Me.AskAsync(Merge(7));
        Me.Doors.Token = lasting;
        var parked = await Me.RunAsync(run, "needs_you");
        Assert.Equal("grant", parked.GetProperty("remedy").GetProperty("kind").GetString());
        return run;
    }
}
