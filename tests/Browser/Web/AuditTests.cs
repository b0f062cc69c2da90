using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Tests.Browser.Web;

public sealed class AuditTests(Chromium chromium, LaneWorld lane) : WebTest(chromium, lane)
{
    private ILocator Rows(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Expanded = false });

    [Fact]
    public async Task The_trail_is_verified_in_the_browser_and_its_tail_is_said()
    {
        await MergeAsync();
        await SignInAsync("/audit");
        await Expect(Rows("Done").First).ToBeVisibleAsync();

        await Page.GetByRole(AriaRole.Button, new() { Name = "Verify", Exact = true }).ClickAsync();

        var report = Page.GetByRole(AriaRole.Group, new() { Name = "Your trail: Verified" });
        await Expect(report).ToBeVisibleAsync();
        await Expect(report).ToContainTextAsync("Tail not covered");
        await LooksRightAsync("audit");

        // The export before signed a checkpoint, which left the store: it reaches what stood there then.
        await Page.GetByRole(AriaRole.Button, new() { Name = "Verify", Exact = true }).ClickAsync();
        await Expect(report).ToContainTextAsync("A signed checkpoint outside the store reaches entry");
    }

    [Fact]
    public async Task An_entry_altered_in_the_store_is_found_as_the_first_broken_link()
    {
        var action = await MergeAsync();
        var proposed = (await Me.TrailAsync()).Single(entry => entry.GetProperty("kind").GetString() == "action.decided");
        var seq = proposed.GetProperty("seq").GetInt64();
        var person = (await Me.ReadAsync("api/audit/verify")).GetProperty("principal").GetString()!;
        Assert.Equal(1, World.Store.Replace($"audit~{seq:D12}", "\"step_up\"", "\"allow\"", person));
        await SignInAsync("/audit");

        await Page.GetByRole(AriaRole.Button, new() { Name = "Verify", Exact = true }).ClickAsync();

        var report = Page.GetByRole(AriaRole.Group, new() { Name = "Your trail: Broken" });
        await Expect(report).ToContainTextAsync($"Broken at entry {seq}: altered");
        await Expect(report).Not.ToContainTextAsync("Tail covered");
        await LooksRightAsync("audit-broken");
        Assert.NotEmpty(action);
    }

    [Fact]
    public async Task The_story_of_an_action_goes_from_its_proposal_to_its_effect_at_an_address_of_its_own()
    {
        var action = await MergeAsync();
        await SignInAsync("/audit");

        await Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Proposed") }).First.PressAsync("Enter");
        await Page.GetByRole(AriaRole.Link, new() { Name = "The whole story" }).First.PressAsync("Enter");

        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "One action’s story" })).ToBeVisibleAsync();
        Assert.EndsWith($"/audit/{action}", Page.Url, StringComparison.Ordinal);
        var steps = Page.GetByRole(AriaRole.Region, new() { Name = "Steps" }).GetByRole(AriaRole.Listitem);
        foreach (var step in new[] { "Proposed", "Decided", "Sent to your phone", "You approved", "Began to execute", "Done" })
            await Expect(steps.Filter(new() { HasTextRegex = new($"^{step}") }).First).ToBeVisibleAsync();
        await Page.ReloadAsync();
        await Expect(steps.Filter(new() { HasTextRegex = new("^Proposed") })).ToHaveCountAsync(1);
        await LooksRightAsync("audit-story");
    }

    [Fact]
    public async Task Filters_stand_in_the_address_pages_follow_without_end_and_what_happens_comes_on_top()
    {
        for (var i = 0; i < 60; i++) await Me.UseAsync("github.list_issues", new() { ["repository"] = Me.Repository });
        var action = await MergeAsync();
        await SignInAsync("/audit");
        await Expect(Rows("Done").First).ToBeVisibleAsync();

        var beginning = Page.GetByText("This is where your trail begins.");
        await Eventually.ComesAsync(
            async () =>
            {
                await Page.Locator("main").EvaluateAsync("main => main.scrollTop = main.scrollHeight");
                return await beginning.IsVisibleAsync() ? beginning : null;
            },
            () => "the trail came to its beginning");
        Assert.Equal((await Me.TrailAsync()).Count, await Page.Locator("main ol > li").CountAsync());

        await Page.GetByLabel("Outcome").SelectOptionAsync("done");
        await Page.GetByLabel("Tool").SelectOptionAsync("github.merge_pull_request");
        await Page.GetByLabel("Decision").SelectOptionAsync("step_up");
        await Expect(Page.Locator("main ol > li")).ToHaveCountAsync(1);
        await Page.ReloadAsync();
        await Expect(Page.Locator("main ol > li")).ToHaveCountAsync(1);
        await Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Done") }).ClickAsync();
        await Page.GetByRole(AriaRole.Link, new() { Name = "All of this run" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Button, new() { NameRegex = new("Show all runs") })).ToBeVisibleAsync();
        await Expect(Rows("Run began")).ToHaveCountAsync(1);

        await Page.GetByRole(AriaRole.Button, new() { Name = "Clear all" }).ClickAsync();
        await Page.GetByLabel("From").FillAsync("2020-01-01");
        await Page.GetByLabel("Until").FillAsync("2020-01-02");
        await Expect(Page.GetByText("Nothing in the trail is like that")).ToBeVisibleAsync();
        await LooksRightAsync("audit-none");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Clear all" }).First.ClickAsync();
        await Expect(Rows("Denied; nothing happened")).ToHaveCountAsync(0);
        var (_, push) = await Me.ProposeMergeAsync(10);
        await Me.Phone.DenyAsync(push);
        await Expect(Rows("Denied; nothing happened")).ToHaveCountAsync(1);
        Assert.NotEmpty(action);
    }

    [Fact]
    public async Task What_others_wrote_stays_text_in_the_trail()
    {
        const string text = "<img src=x onerror=alert(1)> [steal](https://evil.example) **loud**";
        var reply = await Me.UseAsync("github.comment", new() { ["repository"] = Me.Repository, ["number"] = 1, ["body"] = text });
        await SignInAsync($"/audit/{reply.Text("id")}");

        await Expect(Page.GetByText(text).First).ToBeVisibleAsync();
        await Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Proposed") }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Region, new() { Name = "Content" })).ToContainTextAsync("<img src=x onerror=alert(1)>");
        Assert.Equal(0, await Page.Locator("main img, main strong, main a[href*='evil.example']").CountAsync());
    }

    /// <summary>An action that was proposed, asked, approved and done.</summary>
    private async Task<string> MergeAsync()
    {
        var (action, push) = await Me.ProposeMergeAsync(7);
        await Me.Phone.ApproveAsync(push);
        await Me.ActionAsync(action, "done");
        return action;
    }
}
