using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Web;

namespace Countersign.Tests.Fidelity.Tenant;

public sealed class Linking : TenantTest
{
    private const string Root = "me/v1/connected-accounts/";
    private const string Verifier = "another-verifier-that-is-long-enough-to-be-taken";

    private async Task<string> MyAccountTokenAsync(string person = "ada", string? scope = null)
    {
        var refresh = (await SignInAsync(person))["refresh_token"];
        return (await PostAsync(
            "oauth/token", ("grant_type", "refresh_token"), ("client_id", Id("web")), ("refresh_token", refresh), ("audience", Issuer + "me/"), ("scope", scope)))["access_token"]!;
    }

    private Task<Answer> ConnectAsync(string token, JsonObject? more = null)
    {
        var body = new JsonObject
        {
            ["connection"] = "github", ["redirect_uri"] = Callback, ["state"] = "mine", ["code_challenge"] = Challenge(Verifier), ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in more ?? [])
            body[name] = value?.DeepClone();
        return PostJsonAsync(Root + "connect", body, token);
    }

    private Task<Answer> CompleteAsync(string token, Answer started, string? code, string verifier = Verifier) => PostJsonAsync(
        Root + "complete",
        new JsonObject { ["auth_session"] = started["auth_session"], ["connect_code"] = code, ["redirect_uri"] = Callback, ["code_verifier"] = verifier }, token);

    /// <summary>The browser's way: ticket, GitHub's page, back at the callback.</summary>
    private async Task<Answer> BrowseAsync(Answer started, string decision = "allow", string? login = null)
    {
        var toProvider = await GetAsync($"{started["connect_uri"]}?ticket={started.Body!["connect_params"]!["ticket"]}");
        var asked = HttpUtility.ParseQueryString(new Uri(toProvider.Location).Query);
        Assert.StartsWith(Sandbox.Origins.GitHub + "/login/oauth/authorize", toProvider.Location, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(toProvider.Location)).Status);
        var back = await PostAsync(
            Sandbox.Origins.GitHub + "/login/oauth/authorize", ("client_id", asked["client_id"]), ("redirect_uri", asked["redirect_uri"]), ("state", asked["state"]),
            ("login", login ?? asked["login"]), ("decision", decision));
        return await GetAsync(back.Location);
    }

    [Fact]
    public async Task Consent_at_the_provider_puts_the_account_into_the_vault()
    {
        var token = await MyAccountTokenAsync();
        var started = await ConnectAsync(token);
        Assert.Equal((HttpStatusCode.Created, 300), (started.Status, started.Body!["expires_in"]!.GetValue<int>()));
        var back = await BrowseAsync(started);
        Assert.Equal("mine", back.Sent("state"));

        var linked = await CompleteAsync(token, started, back.Sent("connect_code"));

        Assert.Equal(HttpStatusCode.Created, linked.Status);
        Assert.Matches("^cac_[A-Za-z0-9]+$", linked["id"]);
        Assert.Equal(("github", "offline"), (linked["connection"], linked["access_type"]));
        Assert.Equal(linked["id"], (await GetAsync(Root + "accounts", token)).Body!["accounts"]![0]!["id"]!.ToString());
        Assert.Equal(HttpStatusCode.OK, (await ExchangeAsync((await SignInAsync("ada"))["access_token"]!)).Status);
    }

    [Fact]
    public async Task Declining_comes_back_as_access_denied_and_links_nothing()
    {
        var token = await MyAccountTokenAsync();

        var back = await BrowseAsync(await ConnectAsync(token), "cancel");

        Assert.Equal(("access_denied", "mine"), (back.Sent("error"), back.Sent("state")));
        Assert.Empty((await GetAsync(Root + "accounts", token)).Body!["accounts"]!.AsArray());
    }

    [Fact]
    public async Task A_ticket_serves_once_and_for_five_minutes()
    {
        var token = await MyAccountTokenAsync();
        var once = await ConnectAsync(token);
        var address = $"{once["connect_uri"]}?ticket={once.Body!["connect_params"]!["ticket"]}";
        Assert.Equal(HttpStatusCode.Found, (await GetAsync(address)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await GetAsync(address)).Status);

        var late = await ConnectAsync(token);
        Clock.Move(TimeSpan.FromSeconds(300));
        Assert.Equal(HttpStatusCode.BadRequest, (await GetAsync($"{late["connect_uri"]}?ticket={late.Body!["connect_params"]!["ticket"]}")).Status);
        var dead = await CompleteAsync(token, late, "x");
        Assert.Equal((HttpStatusCode.NotFound, "Invalid or expired session", "https://auth0.com/api-errors/A0E-404-0001"), (dead.Status, dead["detail"], dead["type"]));
    }

    [Fact]
    public async Task Completing_wants_the_same_person_the_code_once_and_the_verifier()
    {
        var ada = await MyAccountTokenAsync();
        var grace = await MyAccountTokenAsync("grace");
        var started = await ConnectAsync(ada);
        var code = (await BrowseAsync(started)).Sent("connect_code");

        Assert.Equal(HttpStatusCode.NotFound, (await CompleteAsync(grace, started, code)).Status);
        Assert.Equal("Failed to verify code verifier", (await CompleteAsync(ada, started, code, new('x', 50)))["detail"]);
        Assert.Equal("Invalid or expired connect_code", (await CompleteAsync(ada, started, code))["detail"]);
    }

    [Fact]
    public async Task The_schema_is_closed()
    {
        var token = await MyAccountTokenAsync();
        async Task<string> WrongAsync(JsonObject more)
        {
            var answer = await ConnectAsync(token, more);
            Assert.Equal((HttpStatusCode.BadRequest, "https://auth0.com/api-errors/A0E-400-0003", "Validation Error", "Invalid request payload input"), (answer.Status, answer["type"], answer["title"], answer["detail"]));
            return answer.Body!["validation_errors"]![0]!["detail"]!.ToString();
        }

        Assert.Equal("data must NOT have additional properties", await WrongAsync(new() { ["more"] = 1 }));
        Assert.Equal("data/scopes must NOT have fewer than 1 items", await WrongAsync(new() { ["scopes"] = new JsonArray() }));
        Assert.Equal("data/code_challenge_method must be equal to one of the allowed values", await WrongAsync(new() { ["code_challenge_method"] = "plain" }));
        Assert.Equal("data must have required property 'connection'", (await PostJsonAsync(Root + "connect", new JsonObject { ["redirect_uri"] = Callback }, token)).Body!["validation_errors"]![0]!["detail"]!.ToString());
        Assert.Equal("https://auth0.com/api-errors/A0E-400-0001", (await ConnectAsync(token, new() { ["redirect_uri"] = "https://elsewhere.example/" }))["type"]);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await SendAsync(HttpMethod.Post, Root + "connect", new StringContent("a=b", Encoding.UTF8, "application/x-www-form-urlencoded"), token)).Status);
    }

    [Fact]
    public async Task A_token_must_be_a_persons_for_this_API_and_with_the_scope()
    {
        var reading = await MyAccountTokenAsync(scope: "read:me:connected_accounts");
        var scoped = await ConnectAsync(reading);
        Assert.Equal((HttpStatusCode.Forbidden, "https://auth0.com/api-errors/A0E-403-0002"), (scoped.Status, scoped["type"]));
        var foreign = await ConnectAsync((await SignInAsync("ada"))["access_token"]!);
        Assert.Equal((HttpStatusCode.Unauthorized, "https://auth0.com/api-errors/A0E-401-0003", "Invalid Token"), (foreign.Status, foreign["type"], foreign["title"]));
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(Root + "accounts")).Status);
        var machine = (await ControlAsync("tokens", new JsonObject { ["person"] = "ada", ["audience"] = Issuer + "me/", ["scope"] = "read:me:connected_accounts", ["defect"] = "machine" }))["access_token"];
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(Root + "accounts", machine)).Status);
    }

    [Fact]
    public async Task Accounts_come_in_pages_of_at_most_twenty_and_go_when_deleted()
    {
        var token = await MyAccountTokenAsync();
        for (var index = 0; index < 25; index++)
        {
            await ControlAsync("people", new JsonObject { ["name"] = $"p{index}" });
            await ControlAsync("accounts", new JsonObject { ["person"] = "ada", ["action"] = "link", ["github_login"] = $"p{index}-acme" });
        }

        var first = await GetAsync(Root + "accounts", token);
        var second = await GetAsync($"{Root}accounts?take=20&from={Uri.EscapeDataString(first["next"]!)}", token);

        Assert.Equal((10, 15), (first.Body!["accounts"]!.AsArray().Count, second.Body!["accounts"]!.AsArray().Count));
        Assert.Null(second["next"]);
        Assert.Equal(HttpStatusCode.BadRequest, (await GetAsync(Root + "accounts?take=21", token)).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(HttpMethod.Delete, $"{Root}accounts/{first.Body["accounts"]![0]!["id"]}", bearer: token)).Status);
        Assert.NotEqual(first.Body["accounts"]![0]!["id"]!.ToString(), (await GetAsync(Root + "accounts", token)).Body!["accounts"]![0]!["id"]!.ToString());
    }

    [Fact]
    public async Task Deleting_revokes_nothing_at_the_provider()
    {
        var token = await MyAccountTokenAsync();
        var id = (await ControlAsync("accounts", new JsonObject { ["person"] = "ada", ["action"] = "link" }))["id"];
        var access = (await SignInAsync("ada"))["access_token"]!;
        var provider = (await ExchangeAsync(access))["access_token"]!;

        await SendAsync(HttpMethod.Delete, $"{Root}accounts/{id}", bearer: token);

        Assert.Equal(Countersign.Sandbox.World.ProviderTokenState.Live, Sandbox.World.ProviderTokens.Look(provider).State);
        Assert.Equal("federated_connection_refresh_token_not_found", (await ExchangeAsync(access))["error"]);
    }

    [Fact]
    public async Task An_API_that_is_not_activated_is_not_there()
    {
        var token = await MyAccountTokenAsync();
        await ControlAsync("tenant", new JsonObject { ["my_account_active"] = false });

        Assert.Equal("The requested resource POST /me/v1/connected-accounts/connect was not found.", (await ConnectAsync(token))["detail"]);
    }
}
