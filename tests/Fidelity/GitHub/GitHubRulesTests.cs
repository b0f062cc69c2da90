using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Countersign.Tests.Fidelity.GitHub;

/// <summary>What no client library shows: headers, redirects, limits, faults, and the control API. Each test has a copy of the shop of its own.</summary>
public sealed class GitHubRulesTests : IAsyncLifetime
{
    private readonly LiveSandbox _sandbox = new();

    public async Task InitializeAsync()
    {
        await _sandbox.InitializeAsync();
        await ControlAsync("github/repositories", """{"owner":"ada","name":"mine","seed":"shop"}""");
    }

    public Task DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task A_request_without_a_user_agent_is_forbidden_in_plain_words()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _sandbox.Host.Origins.GitHub + "/user");

        using var response = await _sandbox.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("User-Agent", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_newer_version_leaves_members_out_and_an_unknown_one_is_refused()
    {
        using var old = await SendAsync(HttpMethod.Get, "/repos/ada-acme/mine/pulls/7");
        using var newer = await SendAsync(HttpMethod.Get, "/repos/ada-acme/mine/pulls/7", version: "2026-03-10");
        using var unknown = await SendAsync(HttpMethod.Get, "/user", version: "2020-01-01");

        Assert.True((await JsonAsync(old)).TryGetProperty("merge_commit_sha", out _));
        Assert.Equal("2022-11-28", Header(old, "X-GitHub-Api-Version-Selected"));
        var trimmed = await JsonAsync(newer);
        Assert.False(trimmed.TryGetProperty("merge_commit_sha", out _) || trimmed.TryGetProperty("assignee", out _));
        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
    }

    [Fact]
    public async Task An_answer_that_did_not_change_is_304_and_costs_nothing()
    {
        using var first = await SendAsync(HttpMethod.Get, "/repos/ada-acme/mine/issues/1");
        using var second = await SendAsync(HttpMethod.Get, "/repos/ada-acme/mine/issues/1", tag: Header(first, "ETag"));
        await ControlAsync("github/comments", """{"repository":"ada-acme/mine","number":1,"body":"News"}""");
        using var third = await SendAsync(HttpMethod.Get, "/repos/ada-acme/mine/issues/1", tag: Header(first, "ETag"));

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Empty(await second.Content.ReadAsByteArrayAsync());
        Assert.Equal(Header(first, "x-ratelimit-used"), Header(second, "x-ratelimit-used"));
        Assert.Equal(HttpStatusCode.OK, third.StatusCode);
        Assert.Equal("2", Header(third, "x-ratelimit-used"));
    }

    [Fact]
    public async Task A_renamed_repository_redirects_reads_by_301_and_writes_by_307_until_the_name_is_taken_again()
    {
        await ControlAsync("github/rename", """{"repository":"ada-acme/mine","name":"ours"}""");

        using var read = await SendAsync(HttpMethod.Get, "/repos/ada-acme/mine/issues/1");
        using var write = await SendAsync(HttpMethod.Post, "/repos/ada-acme/mine/issues", """{"title":"x"}""");
        using var follow = await SendAsync(HttpMethod.Get, new Uri(read.Headers.Location!.ToString()).PathAndQuery); // asserted below
        await ControlAsync("github/repositories", """{"owner":"ada","name":"mine","seed":"shop"}""");
        using var stranger = await SendAsync(HttpMethod.Get, "/repos/ada-acme/mine");

        Assert.Equal(HttpStatusCode.MovedPermanently, read.StatusCode);
        Assert.Matches(@"/repositories/\d+/issues/1$", read.Headers.Location.ToString());
        Assert.Equal("Moved Permanently", (await JsonAsync(read)).GetProperty("message").GetString());
        Assert.Equal(HttpStatusCode.TemporaryRedirect, write.StatusCode);
        Assert.Equal(HttpStatusCode.OK, follow.StatusCode);
        Assert.NotEqual(read.Headers.Location.Segments[2], (await JsonAsync(stranger)).GetProperty("id").GetRawText() + "/");
        Assert.Empty(_sandbox.World.Effects.All);
    }

    [Fact]
    public async Task A_transferred_issue_redirects_into_another_repository()
    {
        await ControlAsync("github/transfer", """{"repository":"ada-acme/mine","issue":2,"to":"acme/docs"}""");

        using var read = await SendAsync(HttpMethod.Get, "/repos/ada-acme/mine/issues/2");
        using var write = await SendAsync(HttpMethod.Patch, "/repos/ada-acme/mine/issues/2", """{"state":"closed"}""");

        Assert.Equal(HttpStatusCode.MovedPermanently, read.StatusCode);
        Assert.EndsWith("/repositories/700200/issues/3", read.Headers.Location?.ToString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.MovedPermanently, write.StatusCode);
    }

    [Fact]
    public async Task A_permission_that_was_not_granted_is_named_in_a_header()
    {
        await ControlAsync("github/permissions", """{"account":"ada","permissions":{"contents":"read","checks":"none"}}""");

        using var merge = await SendAsync(HttpMethod.Put, "/repos/ada-acme/mine/pulls/7/merge", "{}");
        using var checks = await SendAsync(HttpMethod.Get, "/repos/ada-acme/mine/commits/main/check-runs");
        using var pull = await SendAsync(HttpMethod.Get, "/repos/ada-acme/mine/pulls/7");

        Assert.Equal((HttpStatusCode.Forbidden, "contents=write"), (merge.StatusCode, Header(merge, "X-Accepted-GitHub-Permissions")));
        Assert.Equal((HttpStatusCode.Forbidden, "checks=read"), (checks.StatusCode, Header(checks, "X-Accepted-GitHub-Permissions")));
        Assert.Equal(HttpStatusCode.OK, pull.StatusCode);
    }

    [Fact]
    public async Task A_push_moves_the_head_and_the_old_sha_no_longer_merges()
    {
        var before = (await JsonAsync(await SendAsync(HttpMethod.Get, "/repos/ada-acme/mine/pulls/7"))).GetProperty("head").GetProperty("sha").GetString();
        await ControlAsync("github/push", """{"repository":"ada-acme/mine","pull":7}""");

        using var merge = await SendAsync(HttpMethod.Put, "/repos/ada-acme/mine/pulls/7/merge", $$"""{"sha":"{{before}}"}""");
        var pull = await LookAsync("github/pulls/ada-acme/mine/7");

        Assert.Equal(HttpStatusCode.Conflict, merge.StatusCode);
        Assert.False(pull.GetProperty("merged").GetBoolean());
        Assert.NotEqual(before, pull.GetProperty("head").GetProperty("sha").GetString());
    }

    [Theory]
    [InlineData("""{"kind":"github_rate_limit","which":"primary"}""", 403, "API rate limit exceeded for user ID 1001", null)]
    [InlineData("""{"kind":"github_rate_limit","which":"secondary","status":429,"retry_after":60}""", 429, "You have exceeded a secondary rate limit", "60")]
    [InlineData("""{"kind":"github_status","status":502,"headers":{"Retry-After":"3"}}""", 502, "Server Error", "3")]
    public async Task A_fault_answers_before_anything_is_done(string fault, int status, string message, string? retryAfter)
    {
        await ControlAsync("faults", fault);

        using var merge = await SendAsync(HttpMethod.Put, "/repos/ada-acme/mine/pulls/7/merge", "{}");

        Assert.Equal(status, (int)merge.StatusCode);
        Assert.StartsWith(message, (await JsonAsync(merge)).GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(retryAfter, merge.Headers.TryGetValues("Retry-After", out var values) ? values.Single() : null);
        Assert.Empty(_sandbox.World.Effects.All);
        if (status == 403) Assert.Equal("0", Header(merge, "x-ratelimit-remaining"));
    }

    [Theory]
    [InlineData("""{"kind":"connection_drop","host":"github","method":"PUT","when":"before"}""", 0)]
    [InlineData("""{"kind":"connection_drop","host":"github","method":"PUT","when":"after"}""", 1)]
    [InlineData("""{"kind":"effect_late","ms":300,"path_suffix":"/merge"}""", 1)]
    public async Task A_dropped_connection_leaves_the_effect_out_in_or_late(string fault, int merges)
    {
        await ControlAsync("faults", fault);

        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(HttpMethod.Put, "/repos/ada-acme/mine/pulls/7/merge", "{}"));

        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (_sandbox.World.Effects.All.Count < merges) await LookAsync("counters", deadline.Token);
        var counters = await LookAsync("counters", deadline.Token);
        Assert.Equal(merges, counters.GetProperty("effects").GetProperty("merge").GetInt32());
        Assert.Equal(merges == 1, (await LookAsync("github/pulls/ada-acme/mine/7", deadline.Token)).GetProperty("merged").GetBoolean());
    }

    [Fact]
    public async Task A_person_without_the_app_sees_nothing_until_it_is_installed_on_the_page()
    {
        var added = await ControlAsync("people", """{"name":"nia","install_github":false}""");
        await ControlAsync("github/repositories", """{"owner":"nia","name":"mine","seed":"shop"}""");
        var token = (await ControlAsync("github/tokens", """{"person":"nia"}""")).GetProperty("token").GetString();

        using var hidden = await SendAsync(HttpMethod.Get, "/repos/nia-acme/mine", token: token);
        using var none = await SendAsync(HttpMethod.Get, "/user/installations", token: token);
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("login", added.GetProperty("github_login").GetString())]);
        using var page = await _sandbox.Http.PostAsync(_sandbox.Host.Origins.GitHub + "/apps/countersign/installations/new", form);
        using var seen = await SendAsync(HttpMethod.Get, "/repos/nia-acme/mine", token: token);
        await ControlAsync("github/revoke", """{"person":"nia"}""");
        using var revoked = await SendAsync(HttpMethod.Get, "/repos/nia-acme/mine", token: token);

        Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
        Assert.Equal(0, (await JsonAsync(none)).GetProperty("total_count").GetInt32());
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal(HttpStatusCode.OK, seen.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, revoked.StatusCode);
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, string? body = null, string? version = null, string? tag = null, string? token = null)
    {
        using var request = new HttpRequestMessage(method, _sandbox.Host.Origins.GitHub + path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token ?? _sandbox.TokenOf("ada"));
        request.Headers.UserAgent.ParseAdd("countersign-fidelity");
        if (version is not null) request.Headers.Add("X-GitHub-Api-Version", version);
        if (tag is not null) request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        if (body is not null) request.Content = new StringContent(body, null, "application/json");
        return await _sandbox.Http.SendAsync(request);
    }

    private async Task<JsonElement> ControlAsync(string path, string body)
    {
        using var request = Control(HttpMethod.Post, path);
        request.Content = new StringContent(body, null, "application/json");
        using var response = await _sandbox.Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement.Clone();
    }

    private async Task<JsonElement> LookAsync(string path, CancellationToken cancellationToken = default)
    {
        using var request = Control(HttpMethod.Get, path);
        using var response = await _sandbox.Http.SendAsync(request, cancellationToken);
        return await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
    }

    private HttpRequestMessage Control(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, $"{_sandbox.Host.Origins.Phone}/control/{path}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _sandbox.World.Keepsakes.ControlToken);
        return request;
    }

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage response) => await response.Content.ReadFromJsonAsync<JsonElement>();

    private static string Header(HttpResponseMessage response, string name) => response.Headers.GetValues(name).Single();
}
