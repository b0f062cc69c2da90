using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Tests.Browser.Web;

/// <summary>A person at the chat: what they type, see and press there.</summary>
public abstract class ChatTest(Chromium chromium, LaneWorld lane) : WebTest(chromium, lane)
{
    protected ILocator Composer => Page.GetByRole(AriaRole.Textbox, new() { Name = "Message" });

    /// <summary>The panel that holds the run: a request in full.</summary>
    protected ILocator Lock => Page.GetByRole(AriaRole.Region, new() { Name = "Merge pull request" }).First;

    protected ILocator Messages => Page.GetByRole(AriaRole.Region, new() { Name = "Messages" });

    protected string Merge(int number) => $"merge pull request {number} of {Me.Repository}";

    protected async Task AskAsync(string text, IPage? page = null)
    {
        var field = (page ?? Page).GetByRole(AriaRole.Textbox, new() { Name = "Message" });
        await field.FillAsync(text);
        await field.PressAsync("Enter");
    }

    /// <summary>Signs in, asks for a merge, and waits until the lock shows its code and the phone has it.</summary>
    /// <returns>The push.</returns>
    protected async Task<string> AskForMergeAsync(int number)
    {
        await SignInAsync();
        await AskAsync(Merge(number));
        var push = await Me.Phone.NextAsync();
        await Expect(Lock.GetByText("On your phone", new() { Exact = true })).ToBeVisibleAsync();
        return push;
    }

    /// <summary>The state word of a tool's card.</summary>
    protected ILocator Card(string deed) => Page.GetByRole(AriaRole.Button, new() { Name = deed }).Locator("xpath=..");

    protected Task<IReadOnlyList<string>> EffectsAsync() => Me.EffectsAsync();
}
