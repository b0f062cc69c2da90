using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Tests.Browser.Web;

/// <summary>What is said in passing stands in nobody's way.</summary>
[Collection(Lanes.Two)]
public sealed class NoticesTests(Chromium chromium, LaneWorld lane) : ChatTest(chromium, lane)
{
    private ILocator Notice => Page.GetByRole(AriaRole.Region, new() { NameRegex = new("^Notices") }).GetByRole(AriaRole.Listitem);

    [Theory]
    [InlineData(360, 740)]
    [InlineData(768, 740)]
    [InlineData(1280, 800)]
    public async Task A_notice_covers_neither_the_composer_nor_a_button_of_the_lock(int width, int height)
    {
        await Page.SetViewportSizeAsync(width, height);
        var push = await AskForMergeAsync(7);
        await Page.RouteAsync("**/api/runs/*/cancel", route => route.FulfillAsync(new()
        {
            Status = 503,
            Headers = new Dictionary<string, string> { ["Content-Type"] = "application/problem+json" },
            Body = new JsonObject { ["type"] = "/problems/tried", ["title"] = "The trail cannot be written", ["status"] = 503, ["detail"] = "Nothing was stopped. Try again in a minute.", ["trace"] = "0af7651916cd43dd8448eb211c80319c" }.ToJsonString(),
        }));
        Expected("status of 503");

        await Page.GetByRole(AriaRole.Button, new() { Name = "Stop this run" }).ClickAsync();
        await Expect(Notice).ToContainTextAsync("The trail cannot be written"); // what is bad stays until it is closed
        foreach (var part in new[] { 0, 0.5, 1 })
        {
            await Messages.EvaluateAsync("(box, part) => { box.scrollTop = part * box.scrollHeight }", part);
            await CoversNothingAsync();
        }

        await HoldsAsync($"notice-{width}");
        await Me.Phone.ApproveAsync(push);
        await Expect(Composer).ToBeVisibleAsync();
        await CoversNothingAsync();
        await Expect(Composer).ToBeInViewportAsync();
        await Notice.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await Expect(Notice).ToHaveCountAsync(0);
    }

    /// <summary>Compares the boxes of what can be pressed or written in, as far as it is in sight, with the notice's.</summary>
    private async Task CoversNothingAsync()
    {
        var covered = await Notice.EvaluateAsync<string[]>(
            """
            (notice) => {
              const meet = (a, b) => ({ left: Math.max(a.left, b.left), top: Math.max(a.top, b.top), right: Math.min(a.right, b.right), bottom: Math.min(a.bottom, b.bottom) })
              const seen = (element) => {
                let box = element.getBoundingClientRect()
                for (let around = element.parentElement; around; around = around.parentElement)
                  if (getComputedStyle(around).overflowY !== 'visible') box = meet(box, around.getBoundingClientRect())
                return box
              }
              const its = notice.getBoundingClientRect()
              return [...document.querySelectorAll('main :is(button, a, textarea, form, [role=tab]), header button, aside button')]
                .filter((element) => { const both = meet(seen(element), its); return both.left < both.right && both.top < both.bottom })
                .map((element) => element.outerHTML.slice(0, 160))
            }
            """);
        Assert.Empty(covered);
        Assert.True((await Notice.BoundingBoxAsync())!.Width > 150, "The notice is not there.");
    }
}
