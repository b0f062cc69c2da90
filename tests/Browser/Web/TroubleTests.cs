using System.Text.Json.Nodes;
using Countersign.Tests.EndToEnd.Live;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Tests.Browser.Web;

/// <summary>What does not work is said with its name, with what to do, and with the reference under which it is found.</summary>
public sealed class TroubleTests(Chromium chromium, LaneWorld lane) : ChatTest(chromium, lane)
{
    private ILocator Problem => Page.GetByRole(AriaRole.Alert);

    [Fact]
    public async Task An_address_that_leads_nowhere_is_said_inside_the_app_with_a_way_out()
    {
        await SignInAsync("/no/such/page?at=all");
        await Expect(Page.GetByText("There is no such page")).ToBeVisibleAsync();
        await Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Stop everything" })).ToBeVisibleAsync();
        await LooksRightAsync("not-found");

        await Page.GetByRole(AriaRole.Link, new() { Name = "Go to the start" }).ClickAsync();

        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "What shall be done?" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_deep_link_leads_there_after_signing_in_and_somebody_elses_is_not_found()
    {
        using var other = await Someone.NewAsync(World);
        var run = await other.AskAsync("say \"a secret of mine\"");
        var thread = (await other.RunAsync(run, "done")).GetProperty("thread").GetString();
        var (action, push) = await Me.ProposeMergeAsync(7);

        await SignInByHandAsync($"/chat/{thread}");
        await Expect(Problem).ToContainTextAsync("not found", new() { IgnoreCase = true });
        await Expect(Problem).ToContainTextAsync("Reference:");
        await Expect(Page.GetByText("a secret of mine")).ToHaveCountAsync(0);
        await LooksRightAsync("chat-not-found");

        await Page.GotoAsync($"{Url}/audit?tool=github.merge_pull_request&decision=step_up");
        await Expect(Page.GetByLabel("Tool")).ToHaveValueAsync("github.merge_pull_request");
        await Expect(Page.GetByLabel("Decision")).ToHaveValueAsync("step_up");
        await Page.GotoAsync($"{Url}/audit/{action}");
        await Expect(Page.GetByRole(AriaRole.Region, new() { Name = "Steps" })).ToContainTextAsync("Sent to your phone");
        await Me.Phone.DenyAsync(push);
        await Expect(Page.GetByRole(AriaRole.Region, new() { Name = "Steps" })).ToContainTextAsync("Denied");
        Expected("status of 404");
    }

    [Fact]
    public async Task Trouble_at_the_tenant_is_said_with_a_remedy_and_the_reference_of_the_trace()
    {
        Expected("the server responded with a status of 5");
        await SignInAsync("/accounts");
        await Expect(Page.GetByText("Ready")).ToBeVisibleAsync();
        await World.Control.FaultAsync("tenant_500", 100, new JsonObject { ["path_prefix"] = "/api/v2/users/" });
        var refused = await Page.RunAndWaitForResponseAsync(
            () => Page.GetByRole(AriaRole.Button, new() { Name = "Look again" }).ClickAsync(), response => response.Url.EndsWith("/refresh", StringComparison.Ordinal));
        await World.Control.ClearFaultsAsync();

        var problem = (await refused.JsonAsync()).GetValueOrDefault();
        var notice = Page.GetByRole(AriaRole.Region, new() { NameRegex = new("^Notices") });
        await Expect(notice).ToContainTextAsync(problem.GetProperty("title").GetString()!);
        await Expect(notice).ToContainTextAsync(problem.GetProperty("detail").GetString()!);
        await Expect(notice).ToContainTextAsync(problem.GetProperty("trace").GetString()!);
        await LooksRightAsync("accounts-problem");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Look again" }).ClickAsync();
        await Expect(notice).ToContainTextAsync("Looked again at the provider");
    }

    [Fact]
    public async Task What_could_not_be_sent_is_said_and_stays_in_the_field()
    {
        await SignInAsync();
        await RefusedOnceAsync("**/api/runs", 503, "the trail cannot be written", "Nothing was begun. Try again in a minute.", null, "POST");
        await AskAsync("say \"once more\"");

        await Expect(Problem).ToContainTextAsync("the trail cannot be written");
        await Expect(Problem).ToContainTextAsync("Nothing was begun. Try again in a minute.");
        await Expect(Problem).ToContainTextAsync("Reference: 0af7651916cd43dd8448eb211c80319c");
        await Expect(Composer).ToHaveValueAsync("say \"once more\"");
        await LooksRightAsync("chat-problem");
        await Composer.PressAsync("Enter");

        await Expect(Messages.GetByText("once more", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(Problem).ToHaveCountAsync(0);
        Expected("status of 503");
    }

    [Fact]
    public async Task Too_many_requests_are_made_good_by_waiting_and_a_view_that_cannot_be_read_is_tried_again_by_hand()
    {
        // When the stream opens, all is read anew: what is refused comes after it.
        await Page.RunAndWaitForResponseAsync(() => SignInAsync(), response => response.Url.EndsWith("/api/events", StringComparison.Ordinal));
        await RefusedOnceAsync("**/api/tools?denied=true", 429, "Too many requests", "Wait a moment.", 1);
        await Page.GetByRole(AriaRole.Link, new() { Name = "Permissions" }).ClickAsync();
        await Expect(Page.GetByText("github.merge_pull_request")).ToBeVisibleAsync();
        await Expect(Problem).ToHaveCountAsync(0);

        await RefusedOnceAsync("**/api/audit?*", 400, "This filter is none", "Clear it.", null);
        await Page.GetByRole(AriaRole.Link, new() { Name = "Audit" }).ClickAsync();
        await Expect(Problem).ToContainTextAsync("This filter is none");
        await Expect(Problem).ToContainTextAsync("Reference:");
        await LooksRightAsync("audit-problem");
        await Problem.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();

        await Expect(Page.GetByText("This is where your trail begins.")).ToBeVisibleAsync();
        await Expect(Problem).ToHaveCountAsync(0);
        Expected("status of 429");
        Expected("status of 400");
    }

    /// <summary>One answer of a kind that this app does not give when nothing is wrong with it, in the shape that all of its problems have.</summary>
    private async Task RefusedOnceAsync(string url, int status, string title, string detail, int? after, string method = "GET")
    {
        var refused = false;
        await Page.RouteAsync(url, async route =>
        {
            if (refused || route.Request.Method != method)
            {
                await route.ContinueAsync();
                return;
            }

            refused = true;
            var problem = new JsonObject { ["type"] = "/problems/tried", ["title"] = title, ["status"] = status, ["detail"] = detail, ["trace"] = "0af7651916cd43dd8448eb211c80319c" };
            var headers = new Dictionary<string, string> { ["Content-Type"] = "application/problem+json" };
            if (after is { } seconds) headers["Retry-After"] = $"{seconds}";
            await route.FulfillAsync(new() { Status = status, Headers = headers, Body = problem.ToJsonString() });
        });
    }
}
