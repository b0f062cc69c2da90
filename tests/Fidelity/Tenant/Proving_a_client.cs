using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Countersign.Tests.Fidelity.Tenant;

public sealed class Proving_a_client : TenantTest
{
    private async Task<HttpStatusCode> TryAsync(string assertion)
    {
        var answer = await ExchangeAsync("nonsense", assertion: assertion);
        // Who is calling comes first: a proven client is told that its subject token is bad.
        if (answer["error"] == "invalid_grant")
            return HttpStatusCode.OK;
        Assert.Equal("invalid_client", answer["error"]);
        return answer.Status;
    }

    [Fact]
    public async Task An_assertion_serves_once()
    {
        var assertion = Assertion();

        Assert.Equal(HttpStatusCode.OK, await TryAsync(assertion));
        Assert.Equal(HttpStatusCode.Unauthorized, await TryAsync(assertion));
    }

    [Fact]
    public async Task Its_audience_is_the_issuer_with_the_slash()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, await TryAsync(Assertion(audience: Issuer.TrimEnd('/'))));
        Assert.Equal(HttpStatusCode.Unauthorized, await TryAsync(Assertion(audience: Issuer + "oauth/token")));
    }

    [Fact]
    public async Task It_lives_five_minutes_at_most()
    {
        Assert.Equal(HttpStatusCode.OK, await TryAsync(Assertion(lifetime: 300)));
        Assert.Equal(HttpStatusCode.Unauthorized, await TryAsync(Assertion(lifetime: 301)));
        Assert.Equal(HttpStatusCode.Unauthorized, await TryAsync(Assertion(lifetime: -11)));
    }

    [Fact]
    public async Task It_has_a_size_an_id_and_the_algorithm_of_the_credential()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, await TryAsync(Assertion(padding: new('x', 2000))));
        Assert.Equal(HttpStatusCode.Unauthorized, await TryAsync(Assertion(jti: new('x', 65))));
        Assert.Equal(HttpStatusCode.Unauthorized, await TryAsync(Assertion(jti: "")));
        Assert.Equal(HttpStatusCode.Unauthorized, await TryAsync(Assertion(algorithm: "RS384")));
        Assert.Equal(HttpStatusCode.Unauthorized, await TryAsync(Assertion("vault-approved")));
    }

    [Fact]
    public async Task A_secret_goes_in_the_body_or_in_the_header_and_not_in_both()
    {
        async Task<Answer> AskAsync(bool header, bool body, string secret)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "oauth/token")
            {
                Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["audience"] = Issuer + "api/v2/" }
                    .Concat(body ? new Dictionary<string, string> { ["client_id"] = Id("reader"), ["client_secret"] = secret } : [])),
            };
            if (header)
                request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Id("reader")}:{secret}")));
            using var response = await Http.SendAsync(request);
            return new(response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync()), response.Headers);
        }

        Assert.Equal(HttpStatusCode.OK, (await AskAsync(header: true, body: false, Secret("reader"))).Status);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(header: false, body: true, Secret("reader"))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await AskAsync(header: true, body: true, Secret("reader"))).Status);
        var wrong = await AskAsync(header: false, body: true, "wrong");
        Assert.Equal((HttpStatusCode.Unauthorized, "access_denied", "Unauthorized"), (wrong.Status, wrong["error"], wrong["error_description"]));
    }

    [Fact]
    public async Task A_machine_gets_what_its_client_grant_says_and_no_token_for_My_Account()
    {
        Task<Answer> AskAsync(string client, string audience) => PostJsonAsync("oauth/token", new JsonObject
        {
            ["grant_type"] = "client_credentials", ["client_id"] = Id(client), ["client_secret"] = Secret(client), ["audience"] = audience,
        });

        var good = await AskAsync("reader", Issuer + "api/v2/");
        var refused = await AskAsync("reader", Doors);

        var claims = Claims(good["access_token"]!);
        Assert.Equal((Id("reader") + "@clients", "client-credentials"), (claims["sub"]!.ToString(), claims["gty"]!.ToString()));
        Assert.Null(good["refresh_token"]);
        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
        Assert.Equal($"Client \"{Id("reader")}\" is not authorized to access resource server \"{Doors}\". You need to create a \"client-grant\" associated to this API.", refused["error_description"]);
        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync("reader", Issuer + "me/")).Status);
    }

    [Fact]
    public async Task A_grant_that_is_not_the_clients_is_named_in_the_refusal()
    {
        var answer = await PostAsync("oauth/token", ("grant_type", "client_credentials"), ("client_id", Id("approvals")), ("client_secret", Secret("approvals")), ("audience", Doors));

        Assert.Equal((HttpStatusCode.Forbidden, "unauthorized_client", "Grant type 'client_credentials' not allowed for the client."), (answer.Status, answer["error"], answer["error_description"]));
        Assert.Equal("https://auth0.com/docs/clients/client-grant-types", answer["error_uri"]);
        Assert.Equal("unsupported_grant_type", (await PostAsync("oauth/token", ("grant_type", "password"), ("client_id", Id("web"))))["error"]);
    }
}
