using System.Text.Json;
using Countersign.Connectors;
using Countersign.Connectors.GitHub;
using Countersign.Egress;
using Countersign.Gate;

namespace Countersign.Tests.Workflows.GitHub;

/// <summary>Every tool there is tries to send what it does not declare, by itself and led by GitHub. Real listeners say what reached them.</summary>
public sealed class DeclaredTests(LiveGitHub github) : IClassFixture<LiveGitHub>
{
    /// <summary>Arguments with which each tool takes its whole way. A new tool needs a row.</summary>
    private static readonly Dictionary<string, string> Rows = new()
    {
        ["github.close_issue"] = "\"number\":2",
        ["github.comment"] = "\"number\":2,\"body\":\"words\"",
        ["github.commit_files"] = "\"branch\":\"hostile\",\"message\":\"m\",\"files\":[{\"path\":\"a.txt\",\"content\":\"a\"}],\"pull_request\":{\"title\":\"t\"}",
        ["github.create_issue"] = "\"title\":\"t\"",
        ["github.get_commit"] = "\"ref\":\"main\"",
        ["github.get_contents"] = "\"path\":\"README.md\"",
        ["github.get_issue"] = "\"number\":1",
        ["github.get_pull_request"] = "\"number\":7",
        ["github.get_pull_request_diff"] = "\"number\":7",
        ["github.list_checks"] = "\"number\":7",
        ["github.list_commits"] = "",
        ["github.list_issues"] = "",
        ["github.list_pull_request_files"] = "\"number\":7",
        ["github.list_pull_requests"] = "",
        ["github.list_repositories"] = "-",
        ["github.merge_pull_request"] = "\"number\":7",
    };

    [Fact]
    public void Every_tool_has_a_row() => Assert.Equal(github.Tools.All.Select(t => t.Declaration.Name.Value), Rows.Keys.Order(StringComparer.Ordinal));

    public static TheoryData<string> Tools => [.. Rows.Keys];

    [Theory, MemberData(nameof(Tools))]
    public async Task Another_method_path_or_origin_is_stopped_and_reaches_nobody(string name)
    {
        await using var hostile = await HostileGitHub.StartAsync(github);
        var tool = Find(hostile, name);
        foreach (var purpose in tool.Declaration.Writes.Count > 0 ? new[] { Purpose.Read, Purpose.Write } : [Purpose.Read])
        {
            var session = hostile.Client.For(new ToolCall(await PassAsync(tool, purpose), github.TokenOf("ada"), JsonElement.Parse("{}"), JsonElement.Parse("{}")));
            IReadOnlyList<RequestTemplate> declared = purpose == Purpose.Write ? [.. tool.Declaration.Reads, .. tool.Declaration.Writes] : tool.Declaration.Reads;
            var others = github.Tools.All.SelectMany(t => t.Declaration.Reads.Concat(t.Declaration.Writes)).Select(t => Filled(t.Path)).Distinct()
                .Concat(["user/emails", "graphql", "repositories/700100/collaborators/eve", "repositories/700100/hooks", "search/issues", "", "repositories/7/../8/hooks", "repositories%2F7"]);
            foreach (var path in others)
            {
                foreach (var method in (string[])["GET", "POST", "PUT", "PATCH", "DELETE"])
                {
                    if (declared.Any(template => template.Matches(method, path))) continue;
                    Assert.Equal(FaultKind.Stopped, await SendAsync(session, method, path));
                }
            }

            foreach (var foreign in (string[])["//{0}/user", "//x@{0}/user"])
                Assert.Equal(FaultKind.Stopped, await SendAsync(session, "GET", string.Format(System.Globalization.CultureInfo.InvariantCulture, foreign, hostile.ElsewhereOrigin.Authority)));
        }

        Assert.Empty(hostile.Seen);
        Assert.Empty(hostile.Elsewhere);
    }

    [Theory, MemberData(nameof(Tools))]
    public async Task Addresses_in_answers_and_link_headers_lead_nowhere(string name)
    {
        await using var hostile = await HostileGitHub.StartAsync(github);
        var shop = await github.ShopAsync();

        var said = await WholeWayAsync(hostile, shop, name);

        Assert.NotEmpty(hostile.Seen);
        Assert.All(said, outcome => Assert.True(outcome is ToolOutcome.Done or Resolution.Resolved or Look, $"{outcome}"));
        OnlyWhatIsDeclared(hostile, name);
    }

    [Theory, MemberData(nameof(Tools))]
    public async Task A_redirect_elsewhere_is_not_followed_and_is_said(string name)
    {
        await using var hostile = await HostileGitHub.StartAsync(github);
        var (shop, other) = (await github.ShopAsync(), await github.ShopAsync());
        var otherId = (await github.SeeAsync($"repositories/{other.FullName}"))["id"]!.GetValue<long>(); // the control API has it
        string[] targets =
        [
            $"{hostile.ElsewhereOrigin}steal", $"//{hostile.ElsewhereOrigin.Authority}/steal", $"http://x@{hostile.Origin.Authority}/repositories/1",
            $"/repositories/{otherId}/issues/1", $"/repositories/{otherId}/collaborators/eve", $"/repos/{other.FullName}", "/user/emails", "/graphql",
            "/repositories/%2e%2e/user", "file:///etc/passwd", "not an address at all",
        ];
        foreach (var target in targets)
        {
            // From the second request on: the first finds the repository. And then from the first.
            foreach (var from in (int[])[1, 0])
            {
                var count = 0;
                hostile.Redirect = _ => count++ >= from ? target : null;
                var said = await WholeWayAsync(hostile, shop, name);
                if (count > from) Assert.Contains(said, outcome => outcome is ToolOutcome.Moved or ToolOutcome.Failed or Resolution.Invalid or ToolOutcome.Needs);
            }
        }

        OnlyWhatIsDeclared(hostile, name);
        Assert.DoesNotContain(hostile.Seen, seen => seen.Path.StartsWith($"repositories/{otherId}/", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Tools))]
    public async Task A_redirect_to_what_the_tool_does_not_declare_in_its_own_repository_is_stopped_and_said(string name)
    {
        await using var hostile = await HostileGitHub.StartAsync(github);
        var shop = await github.ShopAsync();
        var id = (await github.SeeAsync($"repositories/{shop.FullName}"))["id"]!.GetValue<long>(); // as above
        hostile.Redirect = request => request.Path.StartsWithSegments($"/repositories/{id}") ? $"/repositories/{id}/actions/secrets" : null;

        var said = await WholeWayAsync(hostile, shop, name);

        OnlyWhatIsDeclared(hostile, name);
        if (hostile.Seen.Any(seen => seen.Path.StartsWith($"repositories/{id}", StringComparison.Ordinal)))
            Assert.Contains(said, outcome => outcome is ToolOutcome.Failed { Code: "stopped" } or Resolution.Invalid or ToolOutcome.Moved);
    }

    private static void OnlyWhatIsDeclared(HostileGitHub hostile, string name)
    {
        var tool = Find(hostile, name).Declaration;
        Assert.Empty(hostile.Elsewhere);
        Assert.All(hostile.Seen, seen => Assert.Contains(tool.Reads.Concat(tool.Writes), template => template.Matches(seen.Method, seen.Path)));
    }

    /// <summary>A read; or resolving, executing and looking, each as far as the one before came.</summary>
    private async Task<List<object>> WholeWayAsync(HostileGitHub hostile, Shop shop, string name)
    {
        var tool = Find(hostile, name);
        var arguments = Assert.IsType<ArgumentsResult.Parsed>(tool.Parse(JsonElement.Parse(Rows[name] == "-" ? "{}" : shop.With(Rows[name])))).Canonical;
        var call = new ToolCall(await PassAsync(tool, Purpose.Read), github.TokenOf("ada"), arguments);
        if (tool.Declaration.Writes.Count == 0) return [await tool.ReadAsync(call, CancellationToken.None)];
        var resolution = await tool.ResolveAsync(call, CancellationToken.None);
        if (resolution is not Resolution.Resolved resolved) return [resolution];
        var id = ActionId.New(github.Time);
        var write = new ToolCall(await PassAsync(tool, Purpose.Write, arguments, resolved.Value), github.TokenOf("ada"), arguments, resolved.Value);
        var outcome = await tool.ExecuteAsync(write, id.Value, CancellationToken.None);
        var look = await tool.LookAsync(call with { Authorized = await PassAsync(tool, Purpose.Read), Resolved = resolved.Value }, id.Value, CancellationToken.None);
        return [resolution, outcome, look];
    }

    private Task<AuthorizedAction> PassAsync(Tool tool, Purpose purpose, JsonElement arguments = default, JsonElement resolved = default)
    {
        var nothing = JsonElement.Parse("{}");
        return purpose == Purpose.Read ? github.PassAsync(tool.Declaration, "ada") : github.PassWriteAsync(
            tool.Declaration, "ada", arguments.ValueKind == JsonValueKind.Undefined ? nothing : arguments, resolved.ValueKind == JsonValueKind.Undefined ? nothing : resolved,
            ActionId.New(github.Time), TimeSpan.FromMinutes(1));
    }

    private static async Task<FaultKind?> SendAsync(GitHubSession session, string method, string path)
    {
        GitHubPath raw = $"";
        raw.AppendLiteral(path);
        var answer = method == "GET"
            ? await session.GetAsync(raw, GitHubWireJson.Default.UserWire, CancellationToken.None)
            : await session.SendAsync(HttpMethod.Parse(method), raw, new NewCommentWire("x"), GitHubWireJson.Default.NewCommentWire, GitHubWireJson.Default.UserWire, CancellationToken.None);
        return answer.Fault?.Kind;
    }

    private static string Filled(string template) =>
        string.Join('/', template.Split('/').Select(part => part.StartsWith('{') ? part.Contains("id", StringComparison.Ordinal) ? "700100" : "1" : part));

    private static Tool Find(HostileGitHub hostile, string name) => hostile.Tools.All.Single(tool => tool.Declaration.Name.Value == name);
}
