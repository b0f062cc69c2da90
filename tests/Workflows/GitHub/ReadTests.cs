using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Connectors;
using Countersign.Vault;

namespace Countersign.Tests.Workflows.GitHub;

/// <summary>Each read tool against GitHub: what comes back, where it says it comes from, and what is said when it cannot be read.</summary>
public sealed class ReadTests(LiveGitHub github) : IClassFixture<LiveGitHub>
{
    [Fact]
    public async Task Repositories_are_listed()
    {
        var shop = await github.ShopAsync();

        var done = await shop.DoneAsync("list_repositories", """{"limit":50}""");

        Assert.Contains(shop.FullName, Items(done).Select(i => i.GetProperty("repository").GetString()));
        Assert.Equal(["github:repositories"], done.Sources);
    }

    [Fact]
    public async Task Open_issues_are_listed_without_pull_requests()
    {
        var shop = await github.ShopAsync();

        var done = await shop.DoneAsync("list_issues", shop.With(""));

        Assert.Equal([5, 4, 3, 2, 1], Items(done).Select(i => i.GetProperty("number").GetInt32()).Order().Reverse());
        Assert.Equal([$"github:{shop.FullName}/issues"], done.Sources);
    }

    [Fact]
    public async Task A_listing_says_that_there_is_a_next_page()
    {
        var shop = await github.ShopAsync();

        var first = await shop.DoneAsync("list_commits", shop.With("\"limit\":2"));
        var second = await shop.DoneAsync("list_commits", shop.With("\"limit\":2,\"page\":2"));

        Assert.Equal(2, first.Result.GetProperty("next_page").GetInt32());
        Assert.Empty(Items(first).Select(i => i.GetProperty("sha").GetString()).Intersect(Items(second).Select(i => i.GetProperty("sha").GetString())));
    }

    [Fact]
    public async Task An_issue_comes_with_its_comments_as_data_and_names_its_source()
    {
        var shop = await github.ShopAsync();

        var done = await shop.DoneAsync("get_issue", shop.With("\"number\":1"));

        Assert.Equal("Cart total is wrong for yen", done.Result.GetProperty("title").GetString());
        Assert.Equal(["tomas-acme", "mira-acme"], done.Result.GetProperty("comments").EnumerateArray().Select(c => c.GetProperty("author").GetString()));
        Assert.Equal([$"github:{shop.FullName}#1"], done.Sources);
    }

    [Fact]
    public async Task A_pull_request_shows_its_head_and_base()
    {
        var shop = await github.ShopAsync();
        var seen = await shop.SeeAsync("pulls", 7);

        var done = await shop.DoneAsync("get_pull_request", shop.With("\"number\":7"));

        Assert.Equal(seen["head"]!["sha"]!.ToString(), done.Result.GetProperty("head_sha").GetString());
        Assert.Equal("main", done.Result.GetProperty("base").GetString());
        Assert.Contains(7, Items(await shop.DoneAsync("list_pull_requests", shop.With("\"base\":\"main\""))).Select(i => i.GetProperty("number").GetInt32()));
    }

    [Fact]
    public async Task A_pull_requests_diff_files_and_checks_are_read()
    {
        var shop = await github.ShopAsync();

        var diff = await shop.DoneAsync("get_pull_request_diff", shop.With("\"number\":7"));
        var files = await shop.DoneAsync("list_pull_request_files", shop.With("\"number\":7"));
        var checks = await shop.DoneAsync("list_checks", shop.With("\"number\":7"));

        Assert.Contains("diff --git a/src/checkout.ts b/src/checkout.ts", diff.Result.GetProperty("diff").GetString(), StringComparison.Ordinal);
        Assert.Equal("src/checkout.ts", Items(files).Single().GetProperty("path").GetString());
        Assert.Contains(Items(checks), c => c.GetProperty("kind").GetString() == "check" && c.GetProperty("conclusion").GetString() == "success");
    }

    [Fact]
    public async Task A_commit_by_branch_shows_its_files()
    {
        var shop = await github.ShopAsync();

        var done = await shop.DoneAsync("get_commit", shop.With("\"ref\":\"parallel-stock\""));

        Assert.Equal("src/checkout.ts", done.Result.GetProperty("files")[0].GetProperty("path").GetString());
    }

    [Fact]
    public async Task A_file_is_read_as_text_and_a_folder_listed()
    {
        var shop = await github.ShopAsync();

        var file = await shop.DoneAsync("get_contents", shop.With("\"path\":\"src/cart.ts\",\"ref\":\"cart-loop\""));
        var root = await shop.DoneAsync("get_contents", shop.With(""));

        Assert.Contains("export", file.Result.GetProperty("content").GetString(), StringComparison.Ordinal);
        Assert.Equal([$"github:{shop.FullName}:src/cart.ts"], file.Sources);
        Assert.Contains("README.md", Items(root).Select(i => i.GetProperty("path").GetString()));
    }

    [Fact]
    public async Task A_long_text_is_cut_and_that_is_said()
    {
        var shop = await github.ShopAsync();
        var number = (await shop.ControlAsync("issues", new JsonObject { ["title"] = "Long", ["body"] = new string('x', 30_000) }))!["number"]!;

        var done = await shop.DoneAsync("get_issue", shop.With($"\"number\":{number}"));

        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(done.Result.GetRawText()), 1, 16 * 1024);
        Assert.Equal("body: first 6000 of 30000 characters", done.Result.GetProperty("cut")[0].GetString());
    }

    [Fact]
    public async Task A_renamed_repository_is_followed_once_to_its_own_number()
    {
        var shop = await github.ShopAsync();
        await shop.ControlAsync("rename", new JsonObject { ["name"] = shop.FullName.Split('/')[1] + "-new" });

        var done = await shop.DoneAsync("get_issue", shop.With("\"number\":1"));

        Assert.Equal(shop.FullName + "-new", done.Result.GetProperty("repository").GetString());
    }

    [Fact]
    public async Task One_thing_is_read_in_one_request()
    {
        var shop = await github.ShopAsync();
        await shop.DoneAsync("get_issue", shop.With("\"number\":5")); // whose account it is is known from here on
        var before = github.World.Counters["github_requests"];

        var issue = await shop.DoneAsync("get_issue", shop.With("\"number\":5"));
        var pull = await shop.DoneAsync("get_pull_request", shop.With("\"number\":7"));

        Assert.Equal(before + 2, github.World.Counters["github_requests"]);
        Assert.All([issue, pull], done => Assert.Equal(shop.FullName, done.Result.GetProperty("repository").GetString()));
    }

    [Fact]
    public async Task A_name_in_other_letters_is_read_under_its_own()
    {
        var shop = await github.ShopAsync();

        var done = await shop.DoneAsync("get_issue", $$"""{"repository":"{{shop.FullName.ToUpperInvariant()}}","number":1}""");

        Assert.Equal(shop.FullName, done.Result.GetProperty("repository").GetString());
        Assert.Equal([$"github:{shop.FullName}#1"], done.Sources);
    }

    [Fact]
    public async Task A_transferred_issue_is_not_followed_into_another_repository()
    {
        var shop = await github.ShopAsync();
        var other = await github.ShopAsync();
        await shop.ControlAsync("transfer", new JsonObject { ["issue"] = 5, ["to"] = other.FullName });

        Assert.IsType<ToolOutcome.Moved>(await shop.ReadAsync("get_issue", shop.With("\"number\":5")));
    }

    [Fact]
    public async Task What_is_not_there_is_said_and_not_retried()
    {
        var shop = await github.ShopAsync();

        Assert.Equal("not_found", Assert.IsType<ToolOutcome.Failed>(await shop.ReadAsync("get_issue", shop.With("\"number\":999"))).Code);
        Assert.Equal("not_found", Assert.IsType<ToolOutcome.Failed>(await shop.ReadAsync("get_issue", """{"repository":"acme/no-such","number":1}""")).Code);
    }

    [Theory]
    [InlineData("primary", 403)]
    [InlineData("primary", 429)]
    [InlineData("secondary", 403)]
    [InlineData("secondary", 429)]
    public async Task A_rate_limit_is_a_wait(string which, int status)
    {
        var shop = await github.ShopAsync("grace"); // whose hour is spent from here on: the clock stands still
        shop.Fault("github_rate_limit", new JsonObject { ["which"] = which, ["status"] = status, ["retry_after"] = which == "secondary" ? "7" : null });

        var retry = Assert.IsType<ToolOutcome.Retry>(await shop.ReadAsync("get_issue", shop.With("\"number\":1")));

        if (which == "secondary") Assert.Equal(TimeSpan.FromSeconds(7), retry.After);
        else Assert.InRange(retry.After, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    public async Task A_server_error_on_a_read_is_tried_again(int status)
    {
        var shop = await github.ShopAsync();
        shop.Fault("github_status", new JsonObject { ["status"] = status });

        Assert.IsType<ToolOutcome.Retry>(await shop.ReadAsync("get_issue", shop.With("\"number\":1")));
    }

    [Fact]
    public async Task A_missing_permission_names_it_and_where_to_give_it()
    {
        var shop = await github.ShopAsync();
        shop.Fault("github_status", new JsonObject
        {
            ["status"] = 403, ["message"] = "Resource not accessible by integration", ["headers"] = new JsonObject { ["X-Accepted-GitHub-Permissions"] = "issues=read" },
        });

        var needs = Assert.IsType<ToolOutcome.Needs>(await shop.ReadAsync("get_issue", shop.With("\"number\":1")));

        Assert.Equal(RemedyKind.Install, needs.Remedy.Kind);
        Assert.Contains("issues=read", needs.Remedy.Text, StringComparison.Ordinal);
        Assert.Contains("/installations/new", needs.Remedy.Url, StringComparison.Ordinal);
    }

    private static JsonElement.ArrayEnumerator Items(ToolOutcome.Done done) => done.Result.GetProperty("items").EnumerateArray();
}
