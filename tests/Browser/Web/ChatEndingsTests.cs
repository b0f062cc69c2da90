using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Tests.Browser.Web;

/// <summary>What went another way than to be done or denied: each has a word of its own and says what to do next.</summary>
[Collection(Lanes.Two)]
public sealed class ChatEndingsTests(Chromium chromium, LaneWorld lane) : ChatTest(chromium, lane)
{
    [Fact]
    public async Task What_the_provider_did_at_the_second_try_and_what_it_refused_are_said_so()
    {
        await World.Control.FaultAsync("connection_drop", 1, new JsonObject
        {
            ["host"] = "github", ["method"] = "PUT", ["path_prefix"] = $"/repositories/{Me.RepositoryId}/pulls/7/merge", ["when"] = "before",
        });
        var push = await AskForMergeAsync(7);
        await Me.Phone.ApproveAsync(push);
        await Expect(Card("Merge pull request")).ToContainTextAsync("Done, at the second try");
        await Expect(Composer).ToBeVisibleAsync();
        Assert.Equal(["merge"], await EffectsAsync());

        await World.Control.FaultAsync("github_status", 1, new JsonObject { ["status"] = 422, ["message"] = "Not this one", ["method"] = "PUT", ["path_suffix"] = "/pulls/10/merge", ["match"] = new JsonObject { ["repository"] = Me.Repository } });
        await AskAsync(Merge(10));
        await Me.Phone.ApproveAsync(await Me.Phone.NextAsync());
        var second = Page.GetByRole(AriaRole.Button, new() { Name = "Merge pull request" }).Last.Locator("xpath=../..");
        await Expect(second).ToContainTextAsync("Refused");
        await Expect(second).ToContainTextAsync("GitHub says: \"Not this one\"");
        await Expect(second).ToContainTextAsync("Look at the reason; something has to change first.");
        await Expect(Composer).ToBeVisibleAsync();
        await LooksRightAsync("refused");
        Assert.Equal(["merge"], await EffectsAsync());
    }

    [Fact]
    public async Task An_answer_that_was_lost_is_asked_for_anew_under_a_new_code()
    {
        await World.Control.FaultAsync("ciba_token_lost", 1, new JsonObject { ["match"] = new JsonObject { ["person"] = Me.Name } });
        var push = await AskForMergeAsync(7);
        var code = await Lock.Locator(".font-mono.text-2xl").InnerTextAsync();

        await Me.Phone.ApproveAsync(push);
        await Expect(Lock.GetByText("Lost", new() { Exact = true })).ToBeVisibleAsync();
        await LooksRightAsync("lost");
        Assert.Empty(await EffectsAsync());
        await Lock.GetByRole(AriaRole.Button, new() { Name = "Ask now, under a new code" }).ClickAsync();
        push = await Me.Phone.NextAsync();
        await Expect(Lock.GetByText("On your phone", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(Lock.Locator(".font-mono.text-2xl")).Not.ToHaveTextAsync(code);
        await Me.Phone.ApproveAsync(push);

        await Expect(Card("Merge pull request")).ToContainTextAsync("Done");
        Assert.Equal(["merge"], await EffectsAsync());
    }

    /// <summary>Both are rare: here the stored row is made to say so.</summary>
    [Fact]
    public async Task What_nobody_knows_is_said_with_the_advice_to_look_first_and_what_failed_with_the_one_to_ask_again()
    {
        await Me.Phone.AnswersAsync("approve");
        await SignInAsync();
        await AskAsync(Merge(7));
        await Expect(Card("Merge pull request")).ToContainTextAsync("Done");
        await Expect(Composer).ToBeVisibleAsync();
        var person = (await Me.ReadAsync("api/audit/verify")).GetProperty("principal").GetString()!;
        Assert.Equal(1, World.Store.Replace("action~", "\"state\":\"done\"", "\"state\":\"unknown\"", person));

        await Page.ReloadAsync();

        await Expect(Card("Merge pull request")).ToContainTextAsync("Unknown");
        await Expect(Messages).ToContainTextAsync("Look at the provider before you ask for it again; it is not repeated by itself.");
        await LooksRightAsync("unknown");

        Assert.Equal(1, World.Store.Replace("action~", "\"state\":\"unknown\"", "\"state\":\"failed\"", person));
        await Page.ReloadAsync();
        await Expect(Card("Merge pull request")).ToContainTextAsync("Failed");
        await Expect(Messages).ToContainTextAsync("Nothing was done. Look at the reason, then ask anew.");
        await Expect(Messages.GetByRole(AriaRole.Button, new() { Name = "Ask anew" })).ToBeVisibleAsync();
    }
}
