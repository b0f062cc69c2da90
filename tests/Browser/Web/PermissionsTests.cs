using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Tests.Browser.Web;

public sealed class PermissionsTests(Chromium chromium, LaneWorld lane) : WebTest(chromium, lane)
{
    private ILocator Tools => Page.Locator("main li");

    [Fact]
    public async Task Every_tool_stands_with_its_risk_its_decision_and_the_rule_behind_it_and_can_be_found()
    {
        var all = (await Me.ReadAsync("api/tools?denied=true")).GetProperty("tools").EnumerateArray().ToList();
        await SignInAsync("/permissions");
        await Expect(Tools).ToHaveCountAsync(all.Count);
        var merge = Tools.Filter(new() { HasText = "github.merge_pull_request" });
        await Expect(merge.GetByText("default:write").Or(merge.GetByText("default:destructive"))).ToBeVisibleAsync();
        await Expect(merge.GetByRole(AriaRole.Radio, new() { Name = "Ask me" })).ToBeCheckedAsync();
        await Expect(merge.GetByRole(AriaRole.Radio, new() { Name = "Allow" })).ToBeDisabledAsync();
        await LooksRightAsync("permissions");

        await Page.GetByLabel("Risk").SelectOptionAsync("read");
        await Expect(Tools).ToHaveCountAsync(all.Count(tool => tool.GetProperty("risk").GetString() == "read"));
        await Expect(Tools.First.GetByRole(AriaRole.Radio, new() { Name = "Allow" })).ToBeCheckedAsync();
        await Page.GetByRole(AriaRole.Searchbox, new() { Name = "Search tools" }).PressSequentiallyAsync("list issues");
        await Expect(Tools).ToHaveCountAsync(1);
        await Page.ReloadAsync();
        await Expect(Tools).ToHaveCountAsync(1);
        await Expect(Tools).ToContainTextAsync("github.list_issues");

        await Page.GetByLabel("Decision", new() { Exact = true }).SelectOptionAsync("deny");
        await Expect(Page.GetByText("No tool is like that")).ToBeVisibleAsync();
        await LooksRightAsync("permissions-none");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Clear all" }).PressAsync("Enter");
        await Expect(Tools).ToHaveCountAsync(all.Count);
    }
}
