using System.Net;
using System.Text.Json.Nodes;

namespace Countersign.Tests.Fidelity.Tenant;

public sealed class Reading_by_management : TenantTest
{
    private async Task<string> TokenAsync(string client = "reader") => (await PostAsync(
        "oauth/token", ("grant_type", "client_credentials"), ("client_id", Id(client)), ("client_secret", Secret(client)), ("audience", Issuer + "api/v2/")))["access_token"]!;

    private string Path(string person, string rest) => $"api/v2/users/{Uri.EscapeDataString(Sub(person))}{rest}";

    [Fact]
    public async Task A_person_who_only_signs_in_has_an_identity_and_no_connected_account()
    {
        var token = await TokenAsync();

        var profile = await GetAsync(Path("ada", ""), token);
        var accounts = await GetAsync(Path("ada", "/connected-accounts"), token);

        Assert.Equal("auth0", profile.Body!["identities"]![0]!["provider"]!.ToString());
        Assert.Equal("""{"connected_accounts":[]}""", accounts.Body!.ToJsonString());
        Assert.Equal("50", accounts.Headers.GetValues("x-ratelimit-limit").Single());
    }

    [Theory]
    [InlineData("ada", "confirmed")]
    [InlineData("pending", "pending")]
    [InlineData("newcomer", null)]
    public async Task Enrolments_say_how_far_they_are(string person, string? status)
    {
        var rows = (await GetAsync(Path(person, "/enrollments"), await TokenAsync())).Body!.AsArray();

        Assert.Equal(status, rows.FirstOrDefault()?["status"]?.ToString());
    }

    [Fact]
    public async Task The_51st_account_is_on_the_second_page()
    {
        var token = await TokenAsync();
        for (var index = 0; index < 51; index++)
        {
            await ControlAsync("people", new JsonObject { ["name"] = $"p{index}" });
            await ControlAsync("accounts", new JsonObject { ["person"] = "ada", ["action"] = "link", ["github_login"] = $"p{index}-acme" });
        }

        var first = await GetAsync(Path("ada", "/connected-accounts"), token);
        var second = await GetAsync(Path("ada", "/connected-accounts?from=" + Uri.EscapeDataString(first["next"]!)), token);

        Assert.Equal((50, 1), (first.Body!["connected_accounts"]!.AsArray().Count, second.Body!["connected_accounts"]!.AsArray().Count));
    }

    [Fact]
    public async Task Authentication_methods_come_bare_or_with_totals()
    {
        var token = await TokenAsync();

        var bare = await GetAsync(Path("ada", "/authentication-methods"), token);
        var counted = await GetAsync(Path("ada", "/authentication-methods?include_totals=true&per_page=1&page=1"), token);

        Assert.Equal("push-notification", bare.Body![0]!["type"]!.ToString());
        Assert.Equal("""{"start":1,"limit":1,"length":0,"total":1,"authenticators":[]}""", counted.Body!.ToJsonString());
        Assert.Equal("invalid_query_string", (await GetAsync(Path("ada", "/authentication-methods?per_page=101"), token))["errorCode"]);
    }

    [Fact]
    public async Task Each_refusal_has_the_shape_of_this_API()
    {
        var token = await TokenAsync();
        var missing = await GetAsync("api/v2/users/auth0%7Cnobody", token);
        var forbidden = await GetAsync(Path("ada", "/authentication-methods"), await TokenAsync("backend"));
        var anonymous = await GetAsync(Path("ada", ""));
        Clock.Move(TimeSpan.FromDays(2));
        var expired = await GetAsync(Path("ada", ""), token);

        Assert.Equal("""{"statusCode":404,"error":"Not Found","message":"The user does not exist.","errorCode":"inexistent_user"}""", missing.Body!.ToJsonString());
        Assert.Equal((HttpStatusCode.Forbidden, "insufficient_scope", "Insufficient scope, expected any of: read:authentication_methods"), (forbidden.Status, forbidden["errorCode"], forbidden["message"]));
        Assert.Equal(HttpStatusCode.Unauthorized, anonymous.Status);
        Assert.Equal("Expired token received for JSON Web Token validation", expired["message"]);
        Assert.Equal(expired["message"], expired.Body!["attributes"]!["error"]!.ToString());
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(Path("ada", "/federated-connections-tokensets"), await TokenAsync())).Status);
    }

    [Fact]
    public async Task Fifty_at_once_and_then_sixteen_a_second()
    {
        var token = await TokenAsync();
        for (var count = 0; count < 50; count++)
            Assert.Equal(HttpStatusCode.OK, (await GetAsync(Path("ada", ""), token)).Status);

        var limited = await GetAsync(Path("ada", ""), token);
        Clock.Move(TimeSpan.FromSeconds(1));

        Assert.Equal((HttpStatusCode.TooManyRequests, "too_many_requests", "Global limit has been reached"), (limited.Status, limited["errorCode"], limited["message"]));
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(Path("ada", ""), token)).Status);
    }

    [Fact]
    public async Task A_ticket_enrols_a_phone_in_two_steps()
    {
        var ticket = await PostJsonAsync("api/v2/guardian/enrollments/ticket", new JsonObject { ["user_id"] = Sub("newcomer") }, await TokenAsync("backend"));

        await PostAsync("guardian/enroll", ("ticket", ticket["ticket_id"]));
        Assert.Equal("pending", (await GetAsync(Path("newcomer", "/enrollments"), await TokenAsync())).Body![0]!["status"]!.ToString());
        await PostAsync("guardian/enroll", ("ticket", ticket["ticket_id"]));

        Assert.Equal("confirmed", (await GetAsync(Path("newcomer", "/enrollments"), await TokenAsync())).Body![0]!["status"]!.ToString());
    }
}
