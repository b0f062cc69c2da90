using System.Text.Json.Nodes;
using Countersign.Connectors;
using Countersign.Policies;

namespace Countersign.Tests.Workflows.GitHub;

/// <summary>A commit of several files: one parent, one tree that was computed before anybody was asked, one place on the branch.</summary>
public sealed class CommitTests(LiveGitHub github) : IClassFixture<LiveGitHub>
{
    private const string Files =
        "\"files\":[{\"path\":\"src/cart.ts\",\"content\":\"export const total = 1;\\n\"},{\"path\":\"src/deep/er/new.ts\",\"content\":\"// Ω\\n\"},{\"path\":\"docs/deploy.md\",\"content\":null}]";

    private const string WithPull = "\"branch\":\"agent/fix\",\"message\":\"Fix the cart\\n\\nAll of it.\"," + Files + ",\"pull_request\":{\"title\":\"Fix the cart\",\"body\":\"See #1.\"}";

    [Fact]
    public async Task Files_are_written_and_deleted_in_one_commit_and_a_pull_request_opened()
    {
        var shop = await github.ShopAsync();
        var action = await shop.ProposeAsync("commit_files", shop.With(WithPull));

        var done = Assert.IsType<ToolOutcome.Done>(await shop.ExecuteAsync(action));

        Assert.Equal("export const total = 1;\n", (await shop.SeeAsync("files", "src/cart.ts?ref=agent/fix"))["content"]!.ToString());
        Assert.Equal("// Ω\n", (await shop.SeeAsync("files", "src/deep/er/new.ts?ref=agent/fix"))["content"]!.ToString());
        Assert.Equal(done.Result.GetProperty("sha").GetString(), (await shop.SeeAsync("pulls", done.Result.GetProperty("pull_request").GetInt32()))["head"]!["sha"]!.ToString());
        var gone = await shop.ReadAsync("get_contents", shop.With("\"path\":\"docs/deploy.md\",\"ref\":\"agent/fix\""));
        Assert.IsType<ToolOutcome.Failed>(gone);
        Assert.Equal(["ref", "pull_request"], shop.Effects("ref", "pull_request").Select(e => e.Kind));
    }

    [Fact]
    public async Task The_summary_names_every_file_and_what_becomes_of_it()
    {
        var shop = await github.ShopAsync();
        var action = await shop.ProposeAsync("commit_files", shop.With(WithPull));

        var summary = action.Tool.Summarize(action.Arguments, action.Resolved);

        Assert.Equal("Commit files and open pull request", summary.Verb);
        Assert.Equal(
            ["change src/cart.ts", "create src/deep/er/new.ts", "delete docs/deploy.md"],
            summary.Identifiers.Single(i => i.Name == "Files").Value.Split(" // ").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task On_the_default_branch_it_is_destructive()
    {
        var shop = await github.ShopAsync();

        Assert.Equal(Risk.Destructive, (await shop.ProposeAsync("commit_files", shop.With("\"branch\":\"main\",\"message\":\"m\"," + Files))).Risk);
        Assert.Equal(Risk.Write, (await shop.ProposeAsync("commit_files", shop.With("\"branch\":\"cart-loop\",\"message\":\"m\",\"files\":[{\"path\":\"a\",\"content\":\"x\"}]"))).Risk);
    }

    [Fact]
    public async Task On_an_existing_branch_it_goes_on_top_without_force()
    {
        var shop = await github.ShopAsync();
        var action = await shop.ProposeAsync("commit_files", shop.With("\"branch\":\"main\",\"message\":\"m\"," + Files));

        Assert.IsType<ToolOutcome.Done>(await shop.ExecuteAsync(action));
        Assert.IsType<ToolOutcome.Done>(await shop.ExecuteAsync(action));

        Assert.Single(shop.Effects("ref"));
    }

    [Fact]
    public async Task A_branch_that_moved_is_not_touched()
    {
        var shop = await github.ShopAsync();
        var action = await shop.ProposeAsync("commit_files", shop.With("\"branch\":\"main\",\"message\":\"m\"," + Files));
        await shop.ControlAsync("push", new JsonObject { ["branch"] = "main" });

        Assert.IsType<ToolOutcome.Moved>(await shop.ExecuteAsync(action));
        Assert.Empty(shop.Effects("ref"));
    }

    [Fact]
    public async Task A_commit_whose_answer_was_lost_is_found_also_below_what_others_pushed_since()
    {
        var shop = await github.ShopAsync();
        var action = await shop.ProposeAsync("commit_files", shop.With("\"branch\":\"main\",\"message\":\"m\"," + Files));
        Assert.IsType<Look.NotFound>(await shop.LookAsync(action));
        shop.CutLine("PATCH", "after");

        Assert.IsType<ToolOutcome.Unknown>(await shop.ExecuteAsync(action));
        await shop.ControlAsync("push", new JsonObject { ["branch"] = "main" });

        Assert.IsType<Look.Found>(await shop.LookAsync(action));
        Assert.IsType<ToolOutcome.Done>(await shop.ExecuteAsync(action));
        Assert.Single(shop.Effects("ref"));
    }

    [Fact]
    public async Task A_pull_request_whose_answer_was_lost_is_found_and_not_opened_twice()
    {
        var shop = await github.ShopAsync();
        var action = await shop.ProposeAsync("commit_files", shop.With(WithPull));
        github.World.Faults.Add(new Countersign.Sandbox.World.Fault(
            "connection_drop",
            new JsonObject { ["host"] = "github", ["method"] = "POST", ["when"] = "after", ["path_prefix"] = await PullsPathAsync(shop) },
            new Dictionary<string, string>(StringComparer.Ordinal)), 1);

        Assert.IsType<ToolOutcome.Unknown>(await shop.ExecuteAsync(action));
        Assert.IsType<Look.Found>(await shop.LookAsync(action));
        Assert.IsType<ToolOutcome.Done>(await shop.ExecuteAsync(action));
        Assert.Single(shop.Effects("pull_request"));
        Assert.Single(shop.Effects("ref"));
    }

    /// <summary>Anything else would end as "it did not happen" while the commit stands.</summary>
    [Fact]
    public async Task A_commit_whose_pull_request_was_not_opened_is_found_to_stand_and_finished_by_the_next_try()
    {
        var shop = await github.ShopAsync();
        var action = await shop.ProposeAsync("commit_files", shop.With(WithPull));
        shop.Fault("github_status", new JsonObject { ["status"] = 502, ["method"] = "POST", ["path_suffix"] = "/pulls" });
        Assert.IsType<ToolOutcome.Unknown>(await shop.ExecuteAsync(action));

        var look = Assert.IsType<Look.Partly>(await shop.LookAsync(action));

        Assert.Contains("agent/fix", look.Text, StringComparison.Ordinal);
        Assert.True(look.Done.Result.TryGetProperty("pull_request_not_opened", out _));
        Assert.IsType<ToolOutcome.Done>(await shop.ExecuteAsync(action));
        Assert.Equal(["ref", "pull_request"], shop.Effects("ref", "pull_request").Select(e => e.Kind));
        Assert.IsType<Look.Found>(await shop.LookAsync(action));
    }

    [Fact]
    public async Task A_pull_request_that_was_closed_since_is_not_opened_again()
    {
        var shop = await github.ShopAsync();
        var action = await shop.ProposeAsync("commit_files", shop.With(WithPull));
        var done = Assert.IsType<ToolOutcome.Done>(await shop.ExecuteAsync(action));
        await shop.ControlAsync("close", new JsonObject { ["pull"] = done.Result.GetProperty("pull_request").GetInt32() });

        Assert.IsType<Look.Found>(await shop.LookAsync(action));
        Assert.IsType<ToolOutcome.Done>(await shop.ExecuteAsync(action));
        Assert.Single(shop.Effects("pull_request"));
    }

    [Fact]
    public async Task A_line_cut_before_anything_shows_is_tried_again()
    {
        var shop = await github.ShopAsync();
        var action = await shop.ProposeAsync("commit_files", shop.With(WithPull));
        shop.CutLine("POST", "after");

        Assert.IsType<ToolOutcome.Retry>(await shop.ExecuteAsync(action));
        Assert.IsType<ToolOutcome.Done>(await shop.ExecuteAsync(action));
        Assert.Single(shop.Effects("ref"));
    }

    [Theory]
    [InlineData("\"branch\":\"x\",\"message\":\"m\",\"files\":[{\"path\":\"no/such\",\"content\":null}]", "does not exist")]
    [InlineData("\"branch\":\"x\",\"message\":\"m\",\"files\":[{\"path\":\"src\",\"content\":\"x\"}]", "a file and a folder")]
    [InlineData("\"branch\":\"x\",\"message\":\"m\",\"files\":[{\"path\":\"README.md/x\",\"content\":\"x\"}]", "is a file, not a folder")]
    [InlineData("\"branch\":\"main\",\"message\":\"m\",\"files\":[{\"path\":\"a\",\"content\":\"x\"}],\"pull_request\":{\"title\":\"t\"}", "into itself")]
    public async Task What_cannot_be_committed_is_said_before_anybody_is_asked(string arguments, string because)
    {
        var shop = await github.ShopAsync();

        Assert.Contains(because, Assert.IsType<Resolution.Invalid>(await shop.ResolveAsync("commit_files", shop.With(arguments))).Text, StringComparison.Ordinal);
    }

    private static async Task<string> PullsPathAsync(Shop shop) =>
        FormattableString.Invariant($"/repositories/{(await shop.ProposeAsync("create_issue", shop.With("\"title\":\"x\""))).Resolved.GetProperty("repository_id").GetInt64()}/pulls");
}
