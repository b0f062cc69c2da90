using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Tests.Browser.Web;

[Collection(Lanes.Two)]
public sealed class StopTests(Chromium chromium, LaneWorld lane) : ChatTest(chromium, lane)
{
    private ILocator Question => Page.GetByRole(AriaRole.Dialog, new() { Name = "Stop everything?" });

    [Fact]
    public async Task Stopping_everything_is_asked_once_voids_what_waits_and_only_asking_anew_begins_again()
    {
        var run = await Me.AskAsync($"merge pull request 7 of {Me.Repository}");
        var thread = (await Me.RunAsync(run, "parked")).GetProperty("thread").GetString();
        var push = await Me.Phone.NextAsync();
        await SignInAsync($"/chat/{thread}");
        await Expect(Page.GetByText("Locked until the request above is answered.")).ToBeVisibleAsync();

        await Page.GetByRole(AriaRole.Button, new() { Name = "Stop everything" }).ClickAsync();
        await LooksRightAsync("stop");
        await Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        Assert.Equal("parked", (await Me.ReadAsync($"api/runs/{run}")).GetProperty("state").GetString());
        await Page.GetByRole(AriaRole.Button, new() { Name = "Stop everything" }).ClickAsync();
        await Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Stop everything" }).ClickAsync();

        await Expect(Page.GetByText("Everything is stopped", new() { Exact = true }).First).ToBeVisibleAsync();
        await Me.RunAsync(run, "cancelled");
        await Expect(Page.GetByText("You stopped this run")).ToBeVisibleAsync();
        await Me.Phone.ApproveAsync(push); // it stays on the phone, and is void
        var message = Page.GetByRole(AriaRole.Textbox, new() { Name = "Message" });
        await message.FillAsync($"merge pull request 10 of {Me.Repository}");
        await message.PressAsync("Enter");
        await Me.Phone.ApproveAsync(await Me.Phone.NextAsync());
        await Eventually.ComesAsync(async () => await Me.IsMergedAsync(10) ? "merged" : null, () => "what was asked anew was done");
        Assert.False(await Me.IsMergedAsync(7));
        Assert.Contains(await Me.TrailAsync(), entry => entry.GetProperty("kind").GetString() == "stop.pressed");
    }

    [Fact]
    public async Task It_is_found_in_the_palette_and_asked_just_so_by_keyboard_alone()
    {
        var run = await Me.AskAsync(Merge(7));
        await Me.RunAsync(run, "parked");
        await SignInAsync("/approvals");
        await TabToAsync(Lock.GetByRole(AriaRole.Button, new() { Name = "Withdraw" }));

        await StopByPaletteAsync();
        await Page.Keyboard.PressAsync("Escape");
        await Expect(Question).ToBeHiddenAsync();
        await Expect(Lock.GetByRole(AriaRole.Button, new() { Name = "Withdraw" })).ToBeFocusedAsync();
        Assert.Equal("parked", (await Me.ReadAsync($"api/runs/{run}")).GetProperty("state").GetString());

        await StopByPaletteAsync();
        await TabToAsync(Question.GetByRole(AriaRole.Button, new() { Name = "Stop everything" }));
        await Page.Keyboard.PressAsync("Enter");

        await Expect(Page.GetByText("Everything is stopped", new() { Exact = true }).First).ToBeVisibleAsync();
        await Me.RunAsync(run, "cancelled");
        await Expect(Question).ToBeHiddenAsync();
        Assert.NotEqual("BODY", await Page.EvaluateAsync<string>("document.activeElement.tagName"));
    }

    private async Task StopByPaletteAsync()
    {
        await Page.Keyboard.PressAsync("Control+k");
        await Expect(Page.GetByRole(AriaRole.Combobox, new() { Name = "Type a command" })).ToBeFocusedAsync();
        await Page.Keyboard.TypeAsync("stop every");
        await Expect(Page.GetByRole(AriaRole.Option)).ToHaveCountAsync(1);
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Question).ToBeVisibleAsync();
        await Expect(Page.GetByRole(AriaRole.Combobox, new() { Name = "Type a command" })).ToBeHiddenAsync();
        Assert.True(await Question.EvaluateAsync<bool>("(dialog) => dialog.contains(document.activeElement)"), "The focus is not in the question.");
    }
}
