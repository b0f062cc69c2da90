using System.Net;
using System.Text.Json.Nodes;
using Countersign.Sandbox.World;

namespace Countersign.Tests.Fidelity.Tenant;

public sealed class Exchanging : TenantTest
{
    private Task<Answer> AccountAsync(string action, string? login = null) => ControlAsync(
        "accounts", new JsonObject { ["person"] = "ada", ["connection"] = "github", ["action"] = action, ["github_login"] = login });

    private async Task<string> TokenAsync(JsonObject? more = null)
    {
        var body = more ?? [];
        body["person"] = "ada";
        return (await ControlAsync("tokens", body))["access_token"]!;
    }

    private static void Refused(HttpStatusCode status, string error, Answer answer) => Assert.Equal((status, error), (answer.Status, answer["error"]));

    [Fact]
    public async Task A_linked_account_gives_the_same_provider_token_until_it_expires_with_what_is_left_of_it()
    {
        await AccountAsync("link");
        var token = (await SignInAsync("ada"))["access_token"]!;

        var first = await ExchangeAsync(token);
        Clock.Move(TimeSpan.FromMinutes(10));
        var second = await ExchangeAsync(token);
        Clock.Move(TimeSpan.FromHours(8));
        var third = await ExchangeAsync(await TokenAsync());

        Assert.StartsWith("ghu_", first["access_token"], StringComparison.Ordinal);
        Assert.Equal(28800, first.Body!["expires_in"]!.GetValue<int>());
        Assert.Equal("http://auth0.com/oauth/token-type/federated-connection-access-token", first["issued_token_type"]);
        Assert.Null(first["refresh_token"]);
        Assert.Equal(first["access_token"], second["access_token"]);
        Assert.Equal(28200, second.Body!["expires_in"]!.GetValue<int>());
        Assert.NotEqual(first["access_token"], third["access_token"]);
        Assert.Equal("ada-acme", Sandbox.World.ProviderTokens.Look(third["access_token"]!).Token!.Account.Login);
    }

    [Fact]
    public async Task Without_a_connected_account_there_is_no_refresh_token()
    {
        Refused(HttpStatusCode.Unauthorized, "federated_connection_refresh_token_not_found", await ExchangeAsync(await TokenAsync()));
        await AccountAsync("link");
        await AccountAsync("forget_refresh_token");
        Refused(HttpStatusCode.Unauthorized, "federated_connection_refresh_token_not_found", await ExchangeAsync(await TokenAsync()));
    }

    [Fact]
    public async Task What_the_person_took_away_at_the_provider_fails_its_refresh_flow()
    {
        await AccountAsync("link");
        await AccountAsync("revoke");

        Refused(HttpStatusCode.Unauthorized, "federated_connection_refresh_token_flow_failed", await ExchangeAsync(await TokenAsync()));
    }

    [Fact]
    public async Task An_expired_provider_token_is_replaced_by_the_next_exchange()
    {
        await AccountAsync("link");
        var first = (await ExchangeAsync(await TokenAsync()))["access_token"]!;
        await AccountAsync("expire");
        Assert.NotEqual(ProviderTokenState.Live, Sandbox.World.ProviderTokens.Look(first).State);

        var second = (await ExchangeAsync(await TokenAsync()))["access_token"]!;

        Assert.Equal(ProviderTokenState.Live, Sandbox.World.ProviderTokens.Look(second).State);
    }

    [Fact]
    public async Task A_hint_picks_one_of_two_accounts_and_never_another()
    {
        await AccountAsync("link");
        await AccountAsync("link", "grace-acme");
        var token = await TokenAsync();

        var second = await ExchangeAsync(token, loginHint: "1002");

        Assert.Equal("grace-acme", Sandbox.World.ProviderTokens.Look(second["access_token"]!).Token!.Account.Login);
        Refused(HttpStatusCode.Unauthorized, "user_not_found", await ExchangeAsync(token, loginHint: "1003"));
    }

    [Theory]
    [InlineData("unsigned")]
    [InlineData("wrong_key")]
    [InlineData("wrong_issuer")]
    [InlineData("expired")]
    [InlineData("wrong_audience")]
    [InlineData("machine")]
    [InlineData("alg_hs256")]
    public async Task A_subject_token_with_a_defect_is_refused(string defect)
    {
        await AccountAsync("link");

        Refused(HttpStatusCode.Unauthorized, "invalid_grant", await ExchangeAsync(await TokenAsync(new() { ["defect"] = defect })));
    }

    [Fact]
    public async Task An_approval_is_no_subject_token_unless_the_tenant_takes_it()
    {
        await AccountAsync("link");
        await ControlAsync("auto-answer", new JsonObject { ["person"] = "ada", ["answer"] = "approve" });
        var hint = new JsonObject { ["format"] = "iss_sub", ["iss"] = Issuer, ["sub"] = Sub("ada") }.ToJsonString();
        var asked = await PostAsync(
            "bc-authorize", ("client_id", Id("approvals")), ("client_secret", Secret("approvals")), ("login_hint", hint), ("scope", "openid"),
            ("binding_message", "Go"), ("audience", ApprovalsAudience));
        Clock.Move(TimeSpan.FromSeconds(5));
        var token = (await PostAsync(
            "oauth/token", ("grant_type", CibaGrant), ("client_id", Id("approvals")), ("client_secret", Secret("approvals")), ("auth_req_id", asked["auth_req_id"])))["access_token"]!;

        Refused(HttpStatusCode.Unauthorized, "invalid_grant", await ExchangeAsync(token, "vault-approved"));
        Refused(HttpStatusCode.Unauthorized, "invalid_grant", await ExchangeAsync(token, "vault"));
        await ControlAsync("tenant", new JsonObject { ["takes_approval_tokens"] = true });
        Assert.Equal(HttpStatusCode.OK, (await ExchangeAsync(token, "vault-approved")).Status);
        Assert.Equal("approval_token", (await SeeAsync("exchanges?person=ada")).Body!.AsArray()[^1]!["subject_token_kind"]!.ToString());
    }

    [Fact]
    public async Task A_refresh_token_serves_for_clients_without_rotation_alone()
    {
        await AccountAsync("link");
        Task<Answer> ByRefreshTokenAsync(string client, string? token) => PostAsync(
            "oauth/token", ("grant_type", VaultGrant), ("client_id", Id(client)), ("client_secret", Secret(client)), ("subject_token", token),
            ("subject_token_type", "urn:ietf:params:oauth:token-type:refresh_token"),
            ("requested_token_type", "http://auth0.com/oauth/token-type/federated-connection-access-token"), ("connection", "github"));
        var kept = (await SignInAsync("ada", "backend"))["refresh_token"];
        var rotated = (await SignInAsync("ada", "rotating"))["refresh_token"];

        Assert.StartsWith("ghu_", (await ByRefreshTokenAsync("backend", kept))["access_token"], StringComparison.Ordinal);
        Refused(HttpStatusCode.BadRequest, "invalid_request", await ByRefreshTokenAsync("rotating", rotated));
        Refused(HttpStatusCode.Forbidden, "invalid_grant", await ByRefreshTokenAsync("backend", rotated));
        await PostAsync("oauth/revoke", ("client_id", Id("backend")), ("client_secret", Secret("backend")), ("token", kept));
        Refused(HttpStatusCode.Forbidden, "invalid_grant", await ByRefreshTokenAsync("backend", kept));
    }

    [Fact]
    public async Task Faults_are_what_the_control_API_asked_for_and_are_counted()
    {
        await AccountAsync("link");
        await ControlAsync("faults", new JsonObject
        {
            ["kind"] = "exchange_error", ["status"] = 429, ["error"] = "too_many_requests", ["retry_after"] = 7, ["match"] = new JsonObject { ["person"] = "ada" },
        });

        var limited = await ExchangeAsync(await TokenAsync());
        var good = await ExchangeAsync(await TokenAsync());

        Assert.Equal((HttpStatusCode.TooManyRequests, 7), (limited.Status, (int)limited.Headers.RetryAfter!.Delta!.Value.TotalSeconds));
        Assert.Equal(HttpStatusCode.OK, good.Status);
        Assert.Equal("""{"ok":1,"refused":1}""", (await SeeAsync("counters")).Body!["exchanges"]!.ToJsonString());
    }

    [Fact]
    public async Task Always_MFA_breaks_the_exchange()
    {
        await AccountAsync("link");
        await ControlAsync("tenant", new JsonObject { ["always_mfa"] = true });

        Refused(HttpStatusCode.Unauthorized, "mfa_required", await ExchangeAsync(await TokenAsync()));
    }

    [Fact]
    public async Task A_year_without_an_exchange_empties_the_vault()
    {
        await AccountAsync("link");
        Clock.Move(TimeSpan.FromDays(366));

        Refused(HttpStatusCode.Unauthorized, "federated_connection_refresh_token_not_found", await ExchangeAsync(await TokenAsync()));
    }
}
