using System.Net;

namespace Countersign.Tests.Fidelity.Tenant;

public sealed class Signing_in : TenantTest
{
    private const string Verifier = "a-verifier-that-is-long-enough-to-be-taken-as-one";

    private (string, string?)[] Request(string redirectUri = Callback, string? prompt = null, string? client = null, string? audience = Doors, string method = "S256") =>
    [
        ("response_type", "code"), ("client_id", client ?? Id("web")), ("redirect_uri", redirectUri), ("scope", "openid profile email offline_access"),
        ("audience", audience), ("state", "st"), ("nonce", "no"), ("code_challenge", Challenge(Verifier)), ("code_challenge_method", method), ("prompt", prompt),
    ];

    [Theory]
    [InlineData(".well-known/openid-configuration")]
    [InlineData(".well-known/oauth-authorization-server")]
    public async Task Discovery_has_two_names_an_issuer_with_a_slash_and_poll_delivery(string path)
    {
        var answer = await GetAsync(path);

        Assert.Equal(Issuer, answer["issuer"]);
        Assert.EndsWith("/", answer["issuer"], StringComparison.Ordinal);
        Assert.Equal(Issuer + "bc-authorize", answer["backchannel_authentication_endpoint"]);
        Assert.Equal("""["poll"]""", answer.Body!["backchannel_token_delivery_modes_supported"]!.ToJsonString());
        Assert.Null(answer.Body["grant_types_supported"]);
    }

    [Fact]
    public async Task Two_keys_are_listed_and_rotation_makes_the_next_one_current()
    {
        var before = (await GetAsync(".well-known/jwks.json")).Body!["keys"]!.AsArray();
        await ControlAsync("keys/rotate");
        var after = (await GetAsync(".well-known/jwks.json")).Body!["keys"]!.AsArray();

        Assert.Equal(2, before.Count);
        Assert.Equal(before[1]!["kid"]!.ToString(), after[0]!["kid"]!.ToString());
        Assert.Contains(after, key => key!["kid"]!.ToString() == before[0]!["kid"]!.ToString());
        Assert.All(after, key => Assert.Equal("RS256", key!["alg"]!.ToString()));
    }

    [Fact]
    public async Task A_code_with_PKCE_gives_an_access_token_of_the_Auth0_profile()
    {
        var answer = await SignInAsync("ada");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        var claims = Claims(answer["access_token"]!);
        Assert.Equal(Issuer, claims["iss"]!.ToString());
        Assert.Equal(Sub("ada"), claims["sub"]!.ToString());
        Assert.Equal($"""["{Doors}","{Issuer}userinfo"]""", claims["aud"]!.ToJsonString().Replace("\\u002B", "+", StringComparison.Ordinal));
        Assert.Equal(Id("web"), claims["azp"]!.ToString());
        Assert.Equal("openid profile email offline_access", claims["scope"]!.ToString());
        Assert.Null(claims["jti"]);
        Assert.Null(claims["gty"]);
        Assert.Equal(3600, answer.Body!["expires_in"]!.GetValue<int>());
        Assert.NotNull(answer["refresh_token"]);
        Assert.Equal(Id("web"), Claims(answer["id_token"]!)["aud"]!.ToString());
    }

    [Fact]
    public async Task State_and_nonce_come_back()
    {
        var back = await AuthorizeAsync("ada", Request());
        var tokens = await PostAsync(
            "oauth/token", ("grant_type", "authorization_code"), ("client_id", Id("web")), ("code", back.Sent("code")), ("redirect_uri", Callback), ("code_verifier", Verifier));

        Assert.Equal("st", back.Sent("state"));
        Assert.Equal("no", Claims(tokens["id_token"]!)["nonce"]!.ToString());
    }

    [Theory]
    [InlineData("http://127.0.0.1:7071/callback/")]
    [InlineData("http://127.0.0.1:7071/callback?x=1")]
    [InlineData("https://elsewhere.example/callback")]
    public async Task A_callback_that_is_not_listed_to_the_letter_ends_on_a_page_of_the_tenant(string callback)
    {
        var answer = await GetAsync("authorize?" + Query(Request(callback)));

        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Null(answer.Headers.Location);
    }

    [Fact]
    public async Task An_unknown_client_ends_on_a_page_of_the_tenant()
    {
        var answer = await GetAsync("authorize?" + Query(Request(client: "nobody")));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Null(answer.Headers.Location);
    }

    [Theory]
    [InlineData(null, null, "plain", "invalid_request")]
    [InlineData(null, "https://unknown.example", "S256", "access_denied")]
    [InlineData("none", Doors, "S256", "login_required")]
    public async Task What_is_wrong_after_the_callback_held_goes_to_the_callback(string? prompt, string? audience, string method, string error)
    {
        var answer = await GetAsync("authorize?" + Query(Request(prompt: prompt, audience: audience, method: method)));

        Assert.StartsWith(Callback, answer.Location, StringComparison.Ordinal);
        Assert.Equal(error, answer.Sent("error"));
        Assert.Equal("st", answer.Sent("state"));
    }

    [Fact]
    public async Task A_session_serves_a_silent_sign_in_until_logout_and_prompt_login_asks_again()
    {
        await AuthorizeAsync("ada", Request());

        Assert.NotNull((await GetAsync("authorize?" + Query(Request(prompt: "none")))).Sent("code"));
        Assert.StartsWith("/u/login", (await GetAsync("authorize?" + Query(Request(prompt: "login")))).Location, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await GetAsync("v2/logout?" + Query(("client_id", Id("web")), ("returnTo", "https://elsewhere.example/")))).Status);
        Assert.Equal("http://127.0.0.1:7071/", (await GetAsync("v2/logout?" + Query(("client_id", Id("web")), ("returnTo", "http://127.0.0.1:7071/")))).Location);
        Assert.Equal("login_required", (await GetAsync("authorize?" + Query(Request(prompt: "none")))).Sent("error"));
    }

    [Fact]
    public async Task Oidc_logout_takes_the_hint_for_the_client_and_brings_the_state_back()
    {
        var hint = (await SignInAsync("ada"))["id_token"];

        var answer = await GetAsync("oidc/logout?" + Query(("id_token_hint", hint), ("post_logout_redirect_uri", "http://127.0.0.1:7071/"), ("state", "bye")));

        Assert.Equal("http://127.0.0.1:7071/?state=bye", answer.Location);
        Assert.Equal("login_required", (await GetAsync("authorize?" + Query(Request(prompt: "none")))).Sent("error"));
    }

    [Fact]
    public async Task A_login_can_be_cancelled()
    {
        var page = await GetAsync("authorize?" + Query(Request()));

        var answer = await PostAsync("u/login", ("state", page.Location.Split("state=")[1]), ("action", "cancel"));

        Assert.Equal(("access_denied", "st"), (answer.Sent("error"), answer.Sent("state")));
    }

    [Fact]
    public async Task A_wrong_password_stays_on_the_login_page()
    {
        var page = await GetAsync("authorize?" + Query(Request()));
        var state = page.Location.Split("state=")[1];

        var answer = await PostAsync("u/login", ("state", state), ("username", "ada@acme.example"), ("password", "wrong"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Null(answer.Headers.Location);
    }

    [Fact]
    public async Task A_code_serves_once_ten_minutes_and_its_own_verifier()
    {
        async Task<Answer> RedeemAsync(string? code, string verifier = Verifier) => await PostAsync(
            "oauth/token", ("grant_type", "authorization_code"), ("client_id", Id("web")), ("code", code), ("redirect_uri", Callback), ("code_verifier", verifier));
        async Task<string?> CodeAsync() => (await AuthorizeAsync("ada", Request())).Sent("code");

        var once = await CodeAsync();
        Assert.Equal(HttpStatusCode.OK, (await RedeemAsync(once)).Status);
        var twice = await RedeemAsync(once);
        Assert.Equal((HttpStatusCode.Forbidden, "invalid_grant", "Invalid authorization code"), (twice.Status, twice["error"], twice["error_description"]));
        var wrong = await RedeemAsync(await CodeAsync(), new('x', 50));
        Assert.Equal((HttpStatusCode.Forbidden, "Failed to verify code verifier"), (wrong.Status, wrong["error_description"]));
        var late = await CodeAsync();
        Clock.Move(TimeSpan.FromMinutes(11));
        Assert.Equal(HttpStatusCode.Forbidden, (await RedeemAsync(late)).Status);
    }

    [Fact]
    public async Task Without_an_audience_the_token_is_opaque_and_serves_at_userinfo_alone()
    {
        var answer = await SignInAsync("ada", audience: null);

        Assert.DoesNotContain('.', answer["access_token"]!);
        Assert.Equal("Ada Lovelace", (await GetAsync("userinfo", answer["access_token"]))["name"]);
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync("userinfo", "nonsense")).Status);
    }

    [Fact]
    public async Task A_token_for_an_API_serves_at_userinfo_because_openid_was_asked()
    {
        var answer = await SignInAsync("grace");

        Assert.Equal(Sub("grace"), (await GetAsync("userinfo", answer["access_token"]))["sub"]);
    }
}
