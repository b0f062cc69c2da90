using System.Text.Json;

namespace Countersign.Tests.Fidelity.GitHub;

/// <summary>GitHub's own client against the sandbox, every answer held to GitHub's published schemas.</summary>
public sealed class OctokitTests : IAsyncLifetime
{
    private readonly LiveSandbox _sandbox = new();

    public Task InitializeAsync() => _sandbox.InitializeAsync();

    public Task DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task The_schemas_find_a_wrong_a_missing_and_an_invented_member()
    {
        var result = await RunAsync("yardstick");

        Assert.Equal([0, 1, 1, 1], new[] { "good", "wrong", "missing", "invented" }.Select(name => result.GetProperty(name).GetInt32()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/api/v3")]
    public async Task Octokit_reads_everything_the_tools_read(string prefix)
    {
        var result = await RunAsync("reads", prefix);

        Assert.Equal("ada-acme", result.GetProperty("login").GetString());
        Assert.Equal(["acme/attic", "acme/docs", "acme/payments", "acme/shop"], Texts(result, "repositories"));
        Assert.Equal(700_100, result.GetProperty("id").GetInt64());
        Assert.Equal([5, 4, 3, 2, 1], result.GetProperty("issues").EnumerateArray().Select(n => n.GetInt32()));
        Assert.True(result.GetProperty("pullsAmongIssues").GetBoolean());
        Assert.Equal(["null", "true", "false"], result.GetProperty("mergeable").EnumerateArray().Select(m => m.GetRawText()));
        Assert.Equal(["unknown", "clean", "dirty"], Texts(result, "states"));
        Assert.StartsWith("diff --git a/src/checkout.ts b/src/checkout.ts\n", result.GetProperty("diff").GetString(), StringComparison.Ordinal);
        Assert.Contains("+  const counts = await Promise.all(skus.map(fetchStock));", result.GetProperty("diff").GetString(), StringComparison.Ordinal);
        Assert.Equal("Subject: [PATCH] Ask for stock in parallel", result.GetProperty("patch").GetString());
        Assert.Equal("Describe deployment", Texts(result, "commits")[0]);
        Assert.Equal("diverged", result.GetProperty("compared").GetString());
        Assert.True(result.GetProperty("content").GetBoolean());
        Assert.Contains("dir src", Texts(result, "root"));
        Assert.True(result.GetProperty("head").GetBoolean());
    }

    [Fact]
    public async Task Octokit_follows_the_pages_of_a_list()
    {
        var result = await RunAsync("pages");

        Assert.Equal([5, 5, 5, 5, 4], result.GetProperty("each").EnumerateArray().Select(n => n.GetInt32()));
        Assert.Equal(18, result.GetProperty("pulls").EnumerateArray().Select(n => n.GetInt32()).Distinct().Count());
        Assert.Contains("/repositories/700100/issues?state=all&per_page=5&page=2>; rel=\"next\"", result.GetProperty("link").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, result.GetProperty("capped").ValueKind);
        Assert.Equal(2, result.GetProperty("installed").GetInt32());
    }

    [Fact]
    public async Task Octokit_creates_comments_on_and_closes_issues()
    {
        var result = await RunAsync("writes");

        Assert.Equal(25, result.GetProperty("number").GetInt32());
        Assert.EndsWith("/repos/acme/shop/issues/25", result.GetProperty("location").GetString(), StringComparison.Ordinal);
        Assert.Equal(["bug", "new label"], Texts(result, "labels"));
        Assert.Equal("countersign", result.GetProperty("app").GetString());
        Assert.Equal(("closed", "not_planned"), (result.GetProperty("state").GetString(), result.GetProperty("reason").GetString()));
        Assert.Equal(
        [
            "422 Validation Failed title:missing_field",
            "422 Invalid request.\n\n\"title\" wasn't supplied.",
            "422 Validation Failed body:missing_field",
            "422 Validation Failed body:custom body is too long (maximum is 65536 characters)",
            "404 Not Found",
        ], Texts(result, "refusals"));
        Assert.Equal(["create_issue", "comment", "close_issue"], _sandbox.World.Effects.All.Select(e => e.Kind));
        Assert.All(_sandbox.World.Effects.All, e => Assert.Equal(("ada", "acme/shop", "25"), (e.Person, e.Repository, e.Target)));
    }

    [Fact]
    public async Task Octokit_meets_each_answer_of_a_merge()
    {
        var result = await RunAsync("merges");

        Assert.Equal(
        [
            "409 Head branch was modified. Review and try the merge again.",
            "405 Pull Request is not mergeable",
            "405 Pull Request is not mergeable",
            "405 Pull Request is still a draft",
            "405 Required status check \"unit\" is expected.",
        ], Texts(result, "refusals"));
        Assert.True(result.GetProperty("merged").GetBoolean());
        Assert.True(result.GetProperty("rebased").GetBoolean());
        Assert.True(result.GetProperty("plain").GetBoolean());
        Assert.True(result.GetProperty("failing").GetBoolean());
        Assert.Equal([204, 404], result.GetProperty("checks").EnumerateArray().Select(n => n.GetInt32()));
        Assert.Equal("[true,\"closed\",\"ada-acme\"]", result.GetProperty("after").GetRawText());
        Assert.Equal(["10", "11", "12", "9"], _sandbox.World.Effects.All.Where(e => e.Kind == "merge").Select(e => e.Target));
    }

    [Fact]
    public async Task Octokit_commits_several_files_and_opens_a_pull_request()
    {
        var result = await RunAsync("commits");

        Assert.Equal("ce013625030ba8dba906f756967f9e9ca394464a", result.GetProperty("blob").GetString());
        Assert.Equal(CommitName(result), result.GetProperty("commit").GetString());
        Assert.True(result.GetProperty("same").GetBoolean());
        Assert.True(result.GetProperty("branch").GetBoolean());
        Assert.Equal((25, 2), (result.GetProperty("pull").GetInt32(), result.GetProperty("changed").GetInt32()));
        Assert.Equal(201, result.GetProperty("put").GetInt32());
        Assert.Equal(
        [
            "422 Reference already exists",
            "422 Reference name must start with 'refs/' and have at least two slashes.",
            "422 Object does not exist",
            "422 Update is not a fast forward",
            "422 Required status check \"unit\" is expected.",
            "422 Validation Failed :custom A pull request already exists for acme:hello.",
            "422 Validation Failed head:invalid",
            "422 GitRPC::BadObjectState",
            "409 one.txt does not match ce013625030ba8dba906f756967f9e9ca394464a",
            "422 Invalid request.\n\n\"sha\" wasn't supplied.",
            "403 Resource not accessible by integration",
        ], Texts(result, "refusals"));
        Assert.Equal(1, _sandbox.World.Effects.All.Count(e => e.Kind == "pull_request"));
        Assert.Equal(1, _sandbox.World.Effects.All.Count(e => e.Kind == "ref"));
        Assert.Equal(1, _sandbox.World.Effects.All.Count(e => e.Target == result.GetProperty("commit").GetString()));
    }

    [Fact]
    public async Task Octokit_is_refused_where_the_token_the_app_or_the_person_may_not()
    {
        _sandbox.World.People.ByName("linus")!.GitHub.AppInstalled = false; // seeded

        var result = await RunAsync("doors");

        Assert.Equal(
        [
            "401 Bad credentials",
            "401 Requires authentication",
            "404 Not Found",
            "404 Not Found",
            "404 Not Found",
            "403 Resource not accessible by integration",
            "403 Repository was archived so is read-only.",
        ], Texts(result, "refusals"));
        Assert.Equal("acme/docs", result.GetProperty("open").GetString());
        Assert.Equal(0, result.GetProperty("installations").GetInt32());
        Assert.Equal("issues=read; pull_requests=read", result.GetProperty("permission").GetString());
        Assert.Equal("contents=write", result.GetProperty("writePermission").GetString());
        Assert.Empty(_sandbox.World.Effects.All);
    }

    private async Task<JsonElement> RunAsync(string scenario, string prefix = "")
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var result = await VendorClient.RunAsync("github.mjs", scenario, new Dictionary<string, string>
        {
            ["GITHUB_API"] = _sandbox.Host.Origins.GitHub + prefix,
            ["GITHUB_TOKEN"] = _sandbox.TokenOf("ada"),
            ["OTHER_TOKEN"] = _sandbox.TokenOf("linus"),
        }, deadline.Token);
        var differences = string.Join('\n', Texts(result, "differences"));
        Assert.True(differences.Length == 0, differences);
        return result;
    }

    private static string[] Texts(JsonElement result, string name) => [.. result.GetProperty(name).EnumerateArray().Select(t => t.GetString() ?? "")];

    /// <summary>Git's name of the commit, worked out here from what the script says it made.</summary>
    private static string CommitName(JsonElement result)
    {
        const string Who = "Ada Lovelace <ada@acme.example> 1772359200 +0000";
        var text = $"tree {result.GetProperty("tree").GetString()}\nparent {result.GetProperty("base").GetString()}\nauthor {Who}\ncommitter {Who}\n\nSay hello";
        var bytes = System.Text.Encoding.UTF8.GetBytes($"commit {text.Length}\0{text}");
#pragma warning disable CA5350 // git's own format
        return Convert.ToHexStringLower(System.Security.Cryptography.SHA1.HashData(bytes));
#pragma warning restore CA5350
    }
}
