using System.Net;
using System.Text.Json.Nodes;

namespace Countersign.Tests.Fidelity.Tenant;

public sealed class The_phone : TenantTest
{
    private string Token => Sandbox.World.Keepsakes.ControlToken;

    private async Task<string> AskAsync()
    {
        var details = """
            [{"type":"urn:auth0:schemas:authorization-details:v1:countersign-action","instruction":"Merge <b>one</b> pull request",
              "properties":{"second":{"display":true,"name":"Pull request","display_order":2,"value":"7"},
                            "first":{"display":true,"name":"Repository","display_order":1,"value":"acme/shop"},
                            "hash":{"display":false,"value":"sha256:9f2c"}}}]
            """;
        var hint = new JsonObject { ["format"] = "iss_sub", ["iss"] = Issuer, ["sub"] = Sub("ada") }.ToJsonString();
        await PostAsync(
            "bc-authorize", ("client_id", Id("approvals")), ("client_secret", Secret("approvals")), ("login_hint", hint), ("scope", "openid"),
            ("binding_message", "Merge CS-4F2A"), ("audience", ApprovalsAudience), ("authorization_details", details));
        return (await SeeAsync("pushes?person=ada")).Body!.AsArray()[^1]!["id"]!.ToString();
    }

    private async Task<string> PageAsync(string person = "ada")
    {
        using var response = await Http.GetAsync(new Uri($"{Sandbox.Origins.Phone}/phone?token={Token}&person={person}"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync();
    }

    private Task<Answer> AnswerAsync(string id, string answer, string person = "ada") => PostAsync(
        $"{Sandbox.Origins.Phone}/phone/answer", ("token", Token), ("person", person), ("id", id), ("answer", answer));

    [Fact]
    public async Task Shows_all_that_the_request_carries_in_the_order_it_asks_for_and_as_text()
    {
        await AskAsync();

        var page = await PageAsync();

        foreach (var text in new[] { "Countersign asks for your approval", "Merge CS-4F2A", "Merge &lt;b&gt;one&lt;/b&gt; pull request", "acme/shop", "openid", ApprovalsAudience, "sha256:9f2c" })
            Assert.Contains(text, page, StringComparison.Ordinal);
        Assert.True(page.IndexOf("Repository", StringComparison.Ordinal) < page.IndexOf("Pull request", StringComparison.Ordinal));
        Assert.DoesNotContain("Merge CS-4F2A", await PageAsync("grace"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_counts_once_in_time_and_from_the_persons_own_phone()
    {
        var id = await AskAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await AnswerAsync(id, "approve", "grace")).Status);
        Assert.Equal(HttpStatusCode.Found, (await AnswerAsync(id, "deny")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await AnswerAsync(id, "approve")).Status);
        Assert.Contains("Denied", await PageAsync(), StringComparison.Ordinal);

        var late = await AskAsync();
        Clock.Move(TimeSpan.FromMinutes(5));
        Assert.Equal(HttpStatusCode.NotFound, (await AnswerAsync(late, "approve")).Status);
        Assert.Contains("Expired unanswered", await PageAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/control/counters")]
    [InlineData("/control/pushes")]
    [InlineData("/phone?person=ada")]
    [InlineData("/phone?person=ada&token=wrong")]
    public async Task Nobody_gets_in_without_the_token(string path) =>
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(Sandbox.Origins.Phone + path)).Status);

    [Fact]
    public async Task A_foreign_origin_or_host_is_refused_whatever_it_knows()
    {
        async Task<HttpStatusCode> TryAsync(string header, string value)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{Sandbox.Origins.Phone}/control/counters");
            request.Headers.Authorization = new("Bearer", Token);
            request.Headers.TryAddWithoutValidation(header, value);
            using var response = await Http.SendAsync(request);
            return response.StatusCode;
        }

        Assert.Equal(HttpStatusCode.OK, await TryAsync("Origin", Sandbox.Origins.Phone));
        Assert.Equal(HttpStatusCode.Forbidden, await TryAsync("Origin", "https://elsewhere.example"));
        Assert.Equal(HttpStatusCode.NotFound, await TryAsync("Host", $"elsewhere.example:{Sandbox.Origins.Port + 3}"));
    }

    [Fact]
    public async Task A_reset_is_the_seed_again_and_a_start_leaves_settings_and_the_way_in()
    {
        await AskAsync();
        await ControlAsync("people", new JsonObject { ["name"] = "mary", ["link_github"] = true });
        await ControlAsync("reset");

        Assert.Empty((await SeeAsync("pushes")).Body!.AsArray());
        Assert.Equal(HttpStatusCode.NotFound, (await ControlAsync("tokens", new JsonObject { ["person"] = "mary" })).Status);
        var settings = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Options.Data, "settings.json")))!.AsObject();
        foreach (var name in new[] { "Auth0:Issuer", "Auth0:Vault:PrivateKey", "Auth0:Approvals:ClientSecret", "GitHub:InstallUrl", "Model:Key", "Egress:PrivateOrigins:3", "App:PhoneUrl" })
            Assert.False(string.IsNullOrEmpty(settings[name]?.ToString()), name);
        var control = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Options.Data, "control.json")))!;
        Assert.Equal(Id("web"), control["web_client_id"]!.ToString());
        Assert.Contains(control["people"]!.AsArray(), person => person!["name"]!.ToString() == "grace");
    }

    [Fact]
    public async Task A_dropped_line_cuts_before_or_after_the_act()
    {
        Task<Answer> DropAsync(string when) => ControlAsync("faults", new JsonObject { ["kind"] = "connection_drop", ["host"] = "tenant", ["path_prefix"] = "/bc-authorize", ["when"] = when });
        await DropAsync("before");
        await Assert.ThrowsAsync<HttpRequestException>(AskAsync);
        Assert.Empty((await SeeAsync("pushes")).Body!.AsArray());

        await DropAsync("after");
        await Assert.ThrowsAsync<HttpRequestException>(AskAsync);
        Assert.Single((await SeeAsync("pushes")).Body!.AsArray());
    }

    [Theory]
    [InlineData("tenant_429", HttpStatusCode.TooManyRequests)]
    [InlineData("tenant_500", HttpStatusCode.InternalServerError)]
    public async Task The_tenant_can_be_busy_or_broken_once(string kind, HttpStatusCode status)
    {
        await ControlAsync("faults", new JsonObject { ["kind"] = kind, ["path_prefix"] = "/.well-known" });

        Assert.Equal(status, (await GetAsync(".well-known/jwks.json")).Status);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(".well-known/jwks.json")).Status);
    }

    [Fact]
    public async Task Who_is_signed_in_at_the_tenant_has_their_own_phone_without_the_token_and_no_other()
    {
        var id = await AskAsync();
        var phones = $"{Sandbox.Origins.Phone}/phone";
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(phones)).Status);
        await SignInAsync("ada");

        Assert.Equal("/phone?person=ada", (await GetAsync(phones)).Location);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(phones + "?person=ada")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(phones + "?person=grace")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync($"{Sandbox.Origins.Phone}/control/pushes?person=ada")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(phones + "/answer", ("token", ""), ("person", "grace"), ("id", id), ("answer", "approve"))).Status);

        Assert.Equal(HttpStatusCode.Redirect, (await PostAsync(phones + "/answer", ("token", ""), ("person", "ada"), ("id", id), ("answer", "deny"))).Status);
        Assert.Equal("denied", (await SeeAsync("pushes?person=ada")).Body!.AsArray()[^1]!["state"]!.ToString());
    }
}
