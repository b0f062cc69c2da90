using Countersign.Connectors;
using Countersign.Connectors.GitHub;
using Countersign.Gate;
using Countersign.Vault;

namespace Countersign.Tests.Workflows.GitHub;

/// <summary>What a tool's token cannot do, and whose token it is.</summary>
public sealed class GuardTests(LiveGitHub github) : IClassFixture<LiveGitHub>
{
    [Fact]
    public async Task A_request_that_the_tool_does_not_declare_is_stopped_before_it_is_sent()
    {
        var tool = github.Tools.Find(Policies.ToolName.Parse("github.get_issue"))!; // in the catalog
        var session = github.Client.For(new ToolCall(await github.PassAsync(tool.Declaration, "ada"), github.TokenOf("ada"), default));
        var before = github.World.Counters["github_requests"];

        var answer = await session.GetAsync($"user/repos", GitHubWireJson.Default.IReadOnlyListRepositoryWire, CancellationToken.None);

        Assert.Equal(FaultKind.Stopped, answer.Fault?.Kind);
        Assert.Equal(before, github.World.Counters["github_requests"]);
    }

    [Fact]
    public async Task A_write_tool_let_through_for_reading_cannot_write()
    {
        var shop = await github.ShopAsync();
        var action = await shop.ProposeAsync("merge_pull_request", shop.With("\"number\":7"));
        var reading = new ToolCall(await github.PassAsync(action.Tool.Declaration, "ada"), github.TokenOf("ada"), action.Arguments, action.Resolved);

        var outcome = await action.Tool.ExecuteAsync(reading, action.Id.Value, CancellationToken.None);

        Assert.Equal("stopped", Assert.IsType<ToolOutcome.Failed>(outcome).Code);
        Assert.Empty(shop.Effects("merge"));
    }

    [Fact]
    public async Task After_its_end_nothing_is_sent_and_that_is_safe_to_try_again()
    {
        var shop = await github.ShopAsync();
        var tool = github.Tools.Find(Policies.ToolName.Parse("github.get_issue"))!; // in the catalog
        var arguments = Assert.IsType<ArgumentsResult.Parsed>(tool.Parse(System.Text.Json.JsonElement.Parse(shop.With("\"number\":1")))).Canonical;
        var authorized = await github.PassAsync(tool.Declaration, "ada");
        github.Time.Advance(TimeSpan.FromSeconds(31));
        var before = github.World.Counters["github_requests"];

        Assert.IsType<ToolOutcome.Retry>(await tool.ReadAsync(new ToolCall(authorized, github.TokenOf("ada"), arguments), CancellationToken.None));
        Assert.Equal(before, github.World.Counters["github_requests"]);
    }

    [Fact]
    public async Task Who_a_token_speaks_for_is_the_numeric_id()
    {
        var passage = await github.PassAsync(github.WhoIs.Declaration, "ada", Purpose.WhoIs);

        var account = Assert.IsType<WhoIsResult.Account>(await github.WhoIs.AskAsync(passage, github.TokenOf("ada"), CancellationToken.None));

        Assert.Equal(github.AccountOf("ada"), account.Value);
    }

    [Fact]
    public async Task A_token_that_github_does_not_know_is_said_to_be_refused()
    {
        var passage = await github.PassAsync(github.WhoIs.Declaration, "ada", Purpose.WhoIs);

        Assert.IsType<WhoIsResult.TokenRefused>(await github.WhoIs.AskAsync(passage, new ProviderToken("ghu_unknown"), CancellationToken.None));
    }

    [Fact]
    public async Task Where_the_app_is_installed_is_read_and_nowhere_is_the_remedy_to_install()
    {
        var passage = await github.PassAsync(github.WhoIs.Declaration, "ada", Purpose.WhoIs);
        var reaches = Assert.IsType<ReachResult.Reaches>(await github.WhoIs.ReachAsync(passage, github.TokenOf("ada"), CancellationToken.None));
        Assert.Contains("acme/shop", reaches.Places);

        await github.ControlAsync("uninstall", new System.Text.Json.Nodes.JsonObject { ["person"] = "newcomer" });
        var stranger = await github.PassAsync(github.WhoIs.Declaration, "newcomer", Purpose.WhoIs);
        var needs = Assert.IsType<ReachResult.Needs>(await github.WhoIs.ReachAsync(stranger, github.TokenOf("newcomer"), CancellationToken.None));
        Assert.Equal(RemedyKind.Install, needs.Remedy.Kind);
    }
}
