using System.Text.Json.Nodes;
using Countersign.Connectors;
using Countersign.Policies;
using Countersign.Vault;

namespace Countersign.Tests.Workflows.GitHub;

/// <summary>A merge: pinned to a head and a base, done once whatever happens to the answer.</summary>
public sealed class MergeTests(LiveGitHub github) : IClassFixture<LiveGitHub>
{
    [Fact]
    public async Task A_pull_request_is_merged_at_the_head_that_was_seen()
    {
        var shop = await github.ShopAsync();
        var action = await shop.ProposeAsync("merge_pull_request", shop.With("\"number\":7,\"method\":\"squash\""));

        var done = Assert.IsType<ToolOutcome.Done>(await shop.ExecuteAsync(action));

        Assert.True(done.Result.GetProperty("merged").GetBoolean());
        Assert.Empty(done.Sources);
        Assert.Contains("squash", Assert.Single(shop.Effects("merge")).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resolving_pins_repository_head_and_base_and_the_summary_shows_them()
    {
        var shop = await github.ShopAsync();
        var seen = await shop.SeeAsync("pulls", 7);

        var action = await shop.ProposeAsync("merge_pull_request", shop.With("\"number\":7"));
        var summary = action.Tool.Summarize(action.Arguments, action.Resolved);

        Assert.Equal(seen["head"]!["sha"]!.ToString(), action.Resolved.GetProperty("head_sha").GetString());
        Assert.Equal("main", action.Resolved.GetProperty("base_branch").GetString());
        Assert.Equal("Merge pull request", summary.Verb);
        Assert.Equal(["Repository", "Number", "Into branch", "From branch", "Head", "Method"], summary.Identifiers.Select(i => i.Name));
        Assert.Equal([shop.FullName, "7", "main", "parallel-stock", seen["head"]!["sha"]!.ToString(), "merge"], summary.Identifiers.Select(i => i.Value));
    }

    [Fact]
    public async Task Into_the_default_branch_is_destructive_and_into_another_is_not()
    {
        var shop = await github.ShopAsync();

        Assert.Equal(Risk.Destructive, (await shop.ProposeAsync("merge_pull_request", shop.With("\"number\":7"))).Risk);
        Assert.Equal(Risk.Write, (await shop.ProposeAsync("merge_pull_request", shop.With("\"number\":16"))).Risk);
    }

    [Fact]
    public async Task Into_another_branch_it_is_destructive_when_it_changes_a_workflow()
    {
        var shop = await github.ShopAsync();
        await shop.ControlAsync("push", new JsonObject { ["branch"] = "hotfix", ["path"] = ".github/workflows/ci.yml", ["content"] = "on: push\n" });

        Assert.Equal(Risk.Destructive, (await shop.ProposeAsync("merge_pull_request", shop.With("\"number\":16"))).Risk);
    }

    [Theory]
    [InlineData(15, "draft")]
    [InlineData(8, "conflicts")]
    public async Task What_cannot_be_merged_is_said_before_anybody_is_asked(int number, string because)
    {
        var shop = await github.ShopAsync();
        Resolution resolution = await shop.ResolveAsync("merge_pull_request", shop.With($"\"number\":{number}"));
        if (resolution is Resolution.Resolved) resolution = await shop.ResolveAsync("merge_pull_request", shop.With($"\"number\":{number}")); // mergeable was being computed

        Assert.Contains(because, Assert.IsType<Resolution.Invalid>(resolution).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_head_that_moved_is_not_merged()
    {
        var shop = await github.ShopAsync();
        var action = await shop.ProposeAsync("merge_pull_request", shop.With("\"number\":7"));
        await shop.ControlAsync("push", new JsonObject { ["pull"] = 7 });

        Assert.IsType<ToolOutcome.Moved>(await shop.ExecuteAsync(action));
        Assert.Empty(shop.Effects("merge"));
    }

    [Fact]
    public async Task A_pull_request_that_was_closed_is_not_merged()
    {
        var shop = await github.ShopAsync();
        var action = await shop.ProposeAsync("merge_pull_request", shop.With("\"number\":7"));
        await shop.ControlAsync("close", new JsonObject { ["pull"] = 7 });

        Assert.IsType<ToolOutcome.Moved>(await shop.ExecuteAsync(action));
    }

    [Fact]
    public async Task A_repository_that_was_renamed_is_merged_into_by_its_number()
    {
        var shop = await github.ShopAsync();
        var action = await shop.ProposeAsync("merge_pull_request", shop.With("\"number\":7"));
        await shop.ControlAsync("rename", new JsonObject { ["name"] = shop.FullName.Split('/')[1] + "-new" });

        Assert.IsType<ToolOutcome.Done>(await shop.ExecuteAsync(action));
        Assert.Equal("merge", Assert.Single(github.World.Effects.All, e => e.Repository == shop.FullName + "-new").Kind);
    }

    [Fact]
    public async Task A_lost_answer_is_unknown_and_the_look_finds_the_merge()
    {
        var shop = await github.ShopAsync();
        var action = await shop.ProposeAsync("merge_pull_request", shop.With("\"number\":7"));
        shop.CutLine("PUT", "after");

        Assert.IsType<ToolOutcome.Unknown>(await shop.ExecuteAsync(action));
        var found = Assert.IsType<Look.Found>(await shop.LookAsync(action));

        Assert.True(found.Done.Result.GetProperty("merged").GetBoolean());
        Assert.Single(shop.Effects("merge"));
    }

    [Fact]
    public async Task A_line_cut_before_the_merge_leaves_nothing_to_find_and_a_second_try_merges_once()
    {
        var shop = await github.ShopAsync();
        var action = await shop.ProposeAsync("merge_pull_request", shop.With("\"number\":7"));
        shop.CutLine("PUT", "before");

        Assert.IsType<ToolOutcome.Unknown>(await shop.ExecuteAsync(action));
        Assert.IsType<Look.NotFound>(await shop.LookAsync(action));
        Assert.IsType<ToolOutcome.Done>(await shop.ExecuteAsync(action));
        Assert.IsType<ToolOutcome.Done>(await shop.ExecuteAsync(action));
        Assert.Single(shop.Effects("merge"));
    }

    [Fact]
    public async Task A_merge_by_somebody_else_is_not_claimed()
    {
        var shop = await github.ShopAsync();
        var action = await shop.ProposeAsync("merge_pull_request", shop.With("\"number\":7"));
        await shop.ControlAsync("collaborators", new JsonObject { ["person"] = "grace", ["level"] = "write" });

        Assert.IsType<ToolOutcome.Done>(await shop.ExecuteAsync(action, github.TokenOf("grace").ToHeader().Parameter));

        Assert.IsType<Look.NotFound>(await shop.LookAsync(action));
        Assert.IsType<ToolOutcome.Moved>(await shop.ExecuteAsync(action));
    }

    [Fact]
    public async Task A_protected_base_refuses_and_says_why()
    {
        var shop = await github.ShopAsync();
        var action = await shop.ProposeAsync("merge_pull_request", shop.With("\"number\":7"));
        await shop.ControlAsync("protect", new JsonObject { ["branch"] = "main", ["reviews"] = 1 });

        var refused = Assert.IsType<ToolOutcome.Refused>(await shop.ExecuteAsync(action));

        Assert.Contains("approving review", refused.Text, StringComparison.Ordinal);
        Assert.Equal("not_allowed", refused.Code);
    }

    [Fact]
    public async Task A_missing_permission_is_the_remedy_to_install()
    {
        var shop = await github.ShopAsync();
        var action = await shop.ProposeAsync("merge_pull_request", shop.With("\"number\":7"));
        shop.Fault("github_status", new JsonObject
        {
            ["status"] = 403, ["message"] = "Resource not accessible by integration", ["method"] = "PUT", ["headers"] = new JsonObject { ["X-Accepted-GitHub-Permissions"] = "contents=write" },
        });

        var needs = Assert.IsType<ToolOutcome.Needs>(await shop.ExecuteAsync(action));

        Assert.Equal(RemedyKind.Install, needs.Remedy.Kind);
        Assert.Contains("contents=write", needs.Remedy.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_404_on_the_write_of_what_was_just_seen_is_a_missing_permission()
    {
        var shop = await github.ShopAsync();
        var action = await shop.ProposeAsync("merge_pull_request", shop.With("\"number\":7"));
        shop.Fault("github_status", new JsonObject { ["status"] = 404, ["method"] = "PUT" });

        Assert.Equal(RemedyKind.Install, Assert.IsType<ToolOutcome.Needs>(await shop.ExecuteAsync(action)).Remedy.Kind);
    }

    [Fact]
    public async Task A_redirect_of_the_write_is_moved_and_not_followed()
    {
        var shop = await github.ShopAsync();
        var action = await shop.ProposeAsync("merge_pull_request", shop.With("\"number\":7"));
        shop.Fault("github_status", new JsonObject
        {
            ["status"] = 307, ["method"] = "PUT", ["headers"] = new JsonObject { ["Location"] = $"{github.World.Origins.GitHub.TrimEnd('/')}/repositories/700100/pulls/7/merge" },
        });

        Assert.IsType<ToolOutcome.Moved>(await shop.ExecuteAsync(action));
        Assert.Empty(shop.Effects("merge"));
    }

    [Fact]
    public async Task A_server_error_on_the_write_is_unknown()
    {
        var shop = await github.ShopAsync();
        var action = await shop.ProposeAsync("merge_pull_request", shop.With("\"number\":7"));
        shop.Fault("github_status", new JsonObject { ["status"] = 502, ["method"] = "PUT" });

        Assert.IsType<ToolOutcome.Unknown>(await shop.ExecuteAsync(action));
    }

    [Fact]
    public async Task A_rate_limit_on_the_write_is_a_wait_and_nothing_happened()
    {
        var shop = await github.ShopAsync();
        var action = await shop.ProposeAsync("merge_pull_request", shop.With("\"number\":7"));
        shop.Fault("github_rate_limit", new JsonObject { ["which"] = "secondary", ["method"] = "PUT", ["retry_after"] = "9" });

        Assert.Equal(TimeSpan.FromSeconds(9), Assert.IsType<ToolOutcome.Retry>(await shop.ExecuteAsync(action)).After);
        Assert.Empty(shop.Effects("merge"));
    }
}
