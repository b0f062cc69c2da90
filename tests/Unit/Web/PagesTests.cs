using System.Net;
using System.Text.Json;
using Countersign.Tests.Unit.Http;

namespace Countersign.Tests.Unit.Web;

/// <summary>How the built web app is served, on a stand-in for what is built.</summary>
public sealed class PagesTests : IClassFixture<RunningApp>
{
    private readonly RunningApp _app;

    public PagesTests(RunningApp app)
    {
        _app = app;
        var folder = Path.Combine(app.Folder, "web");
        if (Directory.Exists(folder)) return;
        Directory.CreateDirectory(Path.Combine(folder, "assets"));
        File.WriteAllText(Path.Combine(folder, "index.html"), "<!doctype html><title>the page</title>");
        File.WriteAllText(Path.Combine(folder, "theme.js"), "plain");
        File.WriteAllText(Path.Combine(folder, "assets", "index-x1.js"), "code");
        File.WriteAllText(Path.Combine(folder, "assets", "index-x1.js.br"), "as br");
        File.WriteAllText(Path.Combine(folder, "assets", "index-x1.js.gz"), "as gzip");
        File.WriteAllText(Path.Combine(app.Folder, "secret.txt"), "outside of the folder");
    }

    private async Task<(HttpResponseMessage Response, string Text)> GetAsync(string path, string accept = "text/html", string? encoding = null, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, path);
        request.Headers.Add("Accept", accept);
        if (encoding is not null) request.Headers.Add("Accept-Encoding", encoding);
        var response = await _app.Http.SendAsync(request);
        return (response, await response.Content.ReadAsStringAsync());
    }

    private static string Header(HttpResponseMessage response, string name) =>
        string.Join(',', response.Headers.TryGetValues(name, out var values) ? values : response.Content.Headers.TryGetValues(name, out values) ? values : []);

    [Theory]
    [InlineData("/")]
    [InlineData("/chat/thr_1")]
    [InlineData("/audit?action=act_1")]
    public async Task Every_address_of_the_apps_own_is_its_page_which_is_never_kept(string path)
    {
        var (response, text) = await GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("the page", text, StringComparison.Ordinal);
        Assert.Equal("no-store", Header(response, "Cache-Control"));
        Assert.Equal("text/html; charset=utf-8", Header(response, "Content-Type"));
    }

    [Fact]
    public async Task The_page_may_run_its_own_code_alone_and_stand_in_no_frame()
    {
        var (response, _) = await GetAsync("/");
        var policy = Header(response, "Content-Security-Policy").Split("; ");

        foreach (var rule in new[] { "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'" })
            Assert.Contains(rule, policy);
        Assert.DoesNotContain("unsafe", string.Join(' ', policy), StringComparison.Ordinal);
        var tenant = policy.Single(rule => rule.StartsWith("connect-src", StringComparison.Ordinal)).Split(' ')[^1];
        Assert.Matches("^http://127\\.0\\.0\\.1:[0-9]+$", tenant);
        Assert.Equal("nosniff", Header(response, "X-Content-Type-Options"));
        Assert.Equal("DENY", Header(response, "X-Frame-Options"));
        Assert.Equal("no-referrer", Header(response, "Referrer-Policy"));
        Assert.Equal("same-origin", Header(response, "Cross-Origin-Opener-Policy"));
        Assert.Contains("camera=()", Header(response, "Permissions-Policy"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip, deflate, br, zstd", "br", "as br")]
    [InlineData("gzip", "gzip", "as gzip")]
    [InlineData("br;q=0, gzip", "gzip", "as gzip")]
    [InlineData(null, "", "code")]
    public async Task A_hashed_file_is_kept_for_ever_in_the_encoding_that_the_reader_takes(string? accepted, string encoding, string text)
    {
        var (response, body) = await GetAsync("/assets/index-x1.js", "*/*", accepted);

        Assert.Equal((encoding, text), (Header(response, "Content-Encoding"), body));
        Assert.Equal("public, max-age=31536000, immutable", Header(response, "Cache-Control"));
        Assert.Equal("Accept-Encoding", Header(response, "Vary"));
        Assert.Equal("text/javascript; charset=utf-8", Header(response, "Content-Type"));
    }

    [Fact]
    public async Task A_file_without_a_hash_in_its_name_is_not_kept() =>
        Assert.Equal("no-store", Header((await GetAsync("/theme.js", "*/*")).Response, "Cache-Control"));

    [Theory]
    [InlineData("/api/nothing", "text/html")]
    [InlineData("/v1/nothing", "text/html")]
    [InlineData("/mcp", "text/html")]
    [InlineData("/.well-known/nothing", "text/html")]
    [InlineData("/assets/index-gone.js", "text/html")]
    [InlineData("/assets", "text/html")]
    [InlineData("/favicon.ico", "text/html")]
    [InlineData("/chat", "application/json")]
    [InlineData("/assets/index-x1.js.br", "*/*")]
    [InlineData("/%2e%2e/secret.txt", "*/*")]
    [InlineData("/assets/..%2f..%2fsecret.txt", "*/*")]
    public async Task What_is_neither_a_file_nor_a_page_is_a_problem(string path, string accept)
    {
        var (response, text) = await GetAsync(path, accept);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("/problems/not-found", JsonDocument.Parse(text).RootElement.GetProperty("type").GetString());
        Assert.Equal("default-src 'none'; frame-ancestors 'none'", Header(response, "Content-Security-Policy"));
    }

    [Fact]
    public async Task A_page_takes_GET_and_HEAD_alone()
    {
        var (posted, text) = await GetAsync("/approvals", method: HttpMethod.Post);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, posted.StatusCode);
        Assert.Equal("/problems/method-not-allowed", JsonDocument.Parse(text).RootElement.GetProperty("type").GetString());

        var (head, nothing) = await GetAsync("/approvals", method: HttpMethod.Head);
        Assert.Equal((HttpStatusCode.OK, ""), (head.StatusCode, nothing));
    }

    [Fact]
    public async Task The_configuration_names_tenant_client_and_phone_and_nothing_more()
    {
        var (response, text) = await GetAsync("/config.json", "application/json");
        var config = JsonDocument.Parse(text).RootElement;

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(["audience", "clientId", "issuer", "linking", "phone"], config.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        Assert.EndsWith("/me/", config.GetProperty("linking").GetProperty("audience").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("token=", text, StringComparison.Ordinal);
    }
}
