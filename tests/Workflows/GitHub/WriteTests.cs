using System.Text.Json.Nodes;
using Countersign.Connectors;
using Countersign.Policies;

namespace Countersign.Tests.Workflows.GitHub;

/// <summary>Issues and comments: made once, found again by their marker, and only where the pinned account made them.</summary>
public sealed class WriteTests(LiveGitHub github) : IClassFixture<LiveGitHub>
{
    [Fact]
    public async Task An_issue_is_opened_with_a_marker_that_nobody_sees()
    {
        var shop = await github.ShopAsync();
        var action = await shop.ProposeAsync("create_issue", shop.With("\"title\":\"Prices\",\"body\":\"They are wrong.\",\"labels\":[\"bug\"]"));

        var done = Assert.IsType<ToolOutcome.Done>(await shop.ExecuteAsync(action));

        var issue = await shop.SeeAsync("issues", done.Result.GetProperty("number").GetInt32());
        Assert.Matches(@"^They are wrong\.\n\n<!-- countersign:[0-9a-f]{32} -->$", issue["body"]!.ToString());
        Assert.DoesNotContain(action.Id.Value, issue["body"]!.ToString(), StringComparison.Ordinal);
        Assert.Single(shop.Effects("create_issue"));
    }

    [Theory]
    [InlineData("create_issue", "\"title\":\"Prices\",\"body\":\"They are wrong.\"", "POST")]
    [InlineData("comment", "\"number\":1,\"body\":\"I see it too.\"", "POST")]
    [InlineData("comment", "\"number\":7,\"body\":\"Looks good.\"", "POST")]
    [InlineData("close_issue", "\"number\":2,\"reason\":\"not_planned\"", "PATCH")]
    public async Task A_lost_answer_is_unknown_and_the_look_finds_the_effect(string tool, string arguments, string method)
    {
        var shop = await github.ShopAsync();
        var action = await shop.ProposeAsync(tool, shop.With(arguments));
        Assert.IsType<Look.NotFound>(await shop.LookAsync(action));
        shop.CutLine(method, "after");

        Assert.IsType<ToolOutcome.Unknown>(await shop.ExecuteAsync(action));

        var found = Assert.IsType<Look.Found>(await shop.LookAsync(action));
        Assert.NotNull(found.Done.Url);
        Assert.Single(shop.Effects(tool));
    }

    [Theory]
    [InlineData("create_issue", "\"title\":\"Prices\"")]
    [InlineData("comment", "\"number\":1,\"body\":\"I see it too.\"")]
    public async Task A_line_cut_before_the_effect_leaves_nothing_to_find_and_a_second_try_makes_one(string tool, string arguments)
    {
        var shop = await github.ShopAsync();
        var action = await shop.ProposeAsync(tool, shop.With(arguments));
        shop.CutLine("POST", "before");

        Assert.IsType<ToolOutcome.Unknown>(await shop.ExecuteAsync(action));
        Assert.IsType<Look.NotFound>(await shop.LookAsync(action));
        Assert.IsType<ToolOutcome.Done>(await shop.ExecuteAsync(action));

        Assert.Single(shop.Effects(tool));
    }

    [Fact]
    public async Task A_marker_that_somebody_else_copied_is_not_an_effect()
    {
        var shop = await github.ShopAsync();
        var action = await shop.ProposeAsync("comment", shop.With("\"number\":1,\"body\":\"I see it too.\""));
        Assert.IsType<ToolOutcome.Done>(await shop.ExecuteAsync(action));
        var copied = (await shop.SeeAsync("issues", 1))["comments"]!.AsArray()[^1]!["body"]!.ToString();
        var second = await shop.ProposeAsync("comment", shop.With("\"number\":2,\"body\":\"I see it too.\"")) with { Id = action.Id };
        await shop.ControlAsync("comments", new JsonObject { ["number"] = 2, ["by"] = "mira-acme", ["body"] = copied });

        Assert.IsType<Look.NotFound>(await shop.LookAsync(second));
    }

    [Fact]
    public async Task A_marker_of_another_target_is_not_an_effect()
    {
        var shop = await github.ShopAsync();
        var action = await shop.ProposeAsync("comment", shop.With("\"number\":1,\"body\":\"I see it too.\""));
        Assert.IsType<ToolOutcome.Done>(await shop.ExecuteAsync(action));
        var copied = (await shop.SeeAsync("issues", 1))["comments"]!.AsArray()[^1]!["body"]!.ToString();
        var second = await shop.ProposeAsync("comment", shop.With("\"number\":2,\"body\":\"I see it too.\"")) with { Id = action.Id };
        await shop.ControlAsync("comments", new JsonObject { ["number"] = 2, ["by"] = "ada", ["body"] = copied });

        Assert.IsType<Look.NotFound>(await shop.LookAsync(second));
    }

    [Fact]
    public async Task An_issue_is_closed_with_its_reason()
    {
        var shop = await github.ShopAsync();
        var action = await shop.ProposeAsync("close_issue", shop.With("\"number\":2,\"reason\":\"not_planned\""));

        Assert.IsType<ToolOutcome.Done>(await shop.ExecuteAsync(action));

        Assert.Equal("not_planned", (await shop.SeeAsync("issues", 2))["state_reason"]!.ToString());
        Assert.IsType<ToolOutcome.Moved>(await shop.ExecuteAsync(action));
        Assert.Single(shop.Effects("close_issue"));
    }

    [Theory]
    [InlineData("close_issue", "\"number\":6", "closed already")]
    [InlineData("close_issue", "\"number\":7", "pull request")]
    public async Task What_cannot_be_closed_is_said_before_anybody_is_asked(string tool, string arguments, string because)
    {
        var shop = await github.ShopAsync();

        Assert.Contains(because, Assert.IsType<Resolution.Invalid>(await shop.ResolveAsync(tool, shop.With(arguments))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_archived_repository_takes_no_write()
    {
        var shop = await github.ShopAsync();
        await shop.ControlAsync("archive");

        foreach (var (tool, arguments) in new[]
        {
            ("create_issue", "\"title\":\"x\""), ("comment", "\"number\":1,\"body\":\"x\""), ("close_issue", "\"number\":1"), ("merge_pull_request", "\"number\":7"),
            ("commit_files", "\"branch\":\"x\",\"message\":\"m\",\"files\":[{\"path\":\"a\",\"content\":\"x\"}]"),
        })
            Assert.Contains("archived", Assert.IsType<Resolution.Invalid>(await shop.ResolveAsync(tool, shop.With(arguments))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_issue_that_went_elsewhere_is_not_commented_on()
    {
        var shop = await github.ShopAsync();
        var other = await github.ShopAsync();
        var action = await shop.ProposeAsync("comment", shop.With("\"number\":5,\"body\":\"Hello\""));
        await shop.ControlAsync("transfer", new JsonObject { ["issue"] = 5, ["to"] = other.FullName });

        Assert.IsType<ToolOutcome.Moved>(await shop.ExecuteAsync(action));
        Assert.Empty(other.Effects("comment"));
    }

    [Fact]
    public async Task A_comment_that_commands_a_robot_stays_destructive_when_resolved()
    {
        var shop = await github.ShopAsync();

        Assert.Equal(Risk.Destructive, (await shop.ProposeAsync("comment", shop.With("\"number\":7,\"body\":\"/merge\""))).Risk);
        Assert.Equal(Risk.Write, (await shop.ProposeAsync("comment", shop.With("\"number\":7,\"body\":\"Nice.\""))).Risk);
    }
}
