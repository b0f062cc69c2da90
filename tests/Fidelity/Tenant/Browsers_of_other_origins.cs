using System.Net;

namespace Countersign.Tests.Fidelity.Tenant;

/// <summary>What the tenant lets a page of the web client's origin do, and pages of other origins not.</summary>
public sealed class Browsers_of_other_origins : TenantTest
{
    private const string Own = "http://127.0.0.1:7071";
    private const string Foreign = "http://127.0.0.1:7072";
    private const string Verifier = "a-verifier-that-is-long-enough-to-be-taken-as-one";

    private async Task<(HttpStatusCode Status, string? Origin, string? Methods, string? Headers, string Vary)> AskAsync(HttpMethod method, string path, string origin, bool preflight = false)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add("Origin", origin);
        if (preflight)
        {
            request.Headers.Add("Access-Control-Request-Method", "POST");
            request.Headers.Add("Access-Control-Request-Headers", "content-type");
        }

        using var response = await Http.SendAsync(request);
        return (response.StatusCode, One("Access-Control-Allow-Origin"), One("Access-Control-Allow-Methods"), One("Access-Control-Allow-Headers"), response.Headers.Vary.ToString());

        string? One(string name) => response.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;
    }

    private async Task<(HttpStatusCode Status, string Text, string Policy)> SilentlyAsync(string redirectUri = Callback, string state = "st")
    {
        var query = string.Join('&', new[]
        {
            ("response_type", "code"), ("response_mode", "web_message"), ("prompt", "none"), ("client_id", Id("web")), ("redirect_uri", redirectUri),
            ("scope", "openid offline_access"), ("audience", Doors), ("state", state), ("code_challenge", Challenge(Verifier)), ("code_challenge_method", "S256"),
        }.Select(pair => $"{pair.Item1}={Uri.EscapeDataString(pair.Item2)}"));
        using var response = await Http.GetAsync(new Uri("authorize?" + query, UriKind.Relative));
        var policy = response.Headers.TryGetValues("Content-Security-Policy", out var values) ? values.Single() : "";
        return (response.StatusCode, await response.Content.ReadAsStringAsync(), policy);
    }

    [Theory]
    [InlineData("oauth/token", "POST")]
    [InlineData("oauth/revoke", "POST")]
    [InlineData("userinfo", "GET, POST")]
    [InlineData("me/v1/connected-accounts/connect", "GET, POST, DELETE")]
    public async Task The_callbacks_origin_may_call_what_a_browser_needs_and_another_may_not(string path, string methods)
    {
        var own = await AskAsync(HttpMethod.Options, path, Own, preflight: true);
        Assert.Equal((HttpStatusCode.NoContent, Own, methods, "Origin"), (own.Status, own.Origin, own.Methods, own.Vary));
        Assert.Contains("content-type", own.Headers, StringComparison.Ordinal);

        var foreign = await AskAsync(HttpMethod.Options, path, Foreign, preflight: true);
        Assert.Null(foreign.Origin);
        Assert.Null(foreign.Methods);
    }

    [Fact]
    public async Task An_answer_can_be_read_by_the_callbacks_origin_alone()
    {
        Assert.Equal(Own, (await AskAsync(HttpMethod.Post, "oauth/token", Own)).Origin);
        Assert.Null((await AskAsync(HttpMethod.Post, "oauth/token", Foreign)).Origin);
        Assert.Null((await AskAsync(HttpMethod.Post, "oauth/token", "null")).Origin);
    }

    [Theory]
    [InlineData("bc-authorize")]
    [InlineData("api/v2/users/x")]
    public async Task What_is_not_for_browsers_stays_closed_to_them(string path) =>
        Assert.Null((await AskAsync(HttpMethod.Options, path, Own, preflight: true)).Origin);

    [Fact]
    public async Task A_silent_request_is_answered_by_message_to_the_callbacks_origin()
    {
        await SignInAsync("ada");

        var (status, text, policy) = await SilentlyAsync(state: "a\"</script>b");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("\"type\":\"authorization_response\"", text, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"", text, StringComparison.Ordinal);
        Assert.Contains($"\"{Own}\")", text, StringComparison.Ordinal);
        Assert.DoesNotContain("</script>b", text, StringComparison.Ordinal);
        Assert.EndsWith($"frame-ancestors {Own}", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_session_the_message_says_login_required()
    {
        var (status, text, _) = await SilentlyAsync();

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("\"error\":\"login_required\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"code\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_that_came_by_message_gives_a_rotating_refresh_token()
    {
        await SignInAsync("ada");
        var (_, text, _) = await SilentlyAsync();
        var code = text.Split("\"code\":\"")[1].Split('"')[0];

        var answer = await PostAsync(
            "oauth/token", ("grant_type", "authorization_code"), ("client_id", Id("web")), ("code", code), ("redirect_uri", Callback), ("code_verifier", Verifier));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.NotNull(answer["refresh_token"]);
    }

    [Fact]
    public async Task Logging_out_goes_to_the_apps_root_and_to_no_other_address()
    {
        Assert.Equal($"{Own}/", (await GetAsync($"v2/logout?client_id={Id("web")}&returnTo={Uri.EscapeDataString($"{Own}/")}")).Location);
        Assert.Equal(HttpStatusCode.BadRequest, (await GetAsync($"v2/logout?client_id={Id("web")}&returnTo={Uri.EscapeDataString($"{Own}/elsewhere")}")).Status);
    }
}
