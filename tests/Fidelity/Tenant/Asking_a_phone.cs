using System.Net;
using System.Text.Json.Nodes;
using Countersign.Sandbox;

namespace Countersign.Tests.Fidelity.Tenant;

public sealed class Asking_a_phone : TenantTest
{
    private const string Details = """
        [{"type":"urn:auth0:schemas:authorization-details:v1:countersign-action","instruction":"Merge one pull request as you",
          "properties":{"repository":{"display":true,"name":"Repository","display_order":1,"value":"acme/shop"},"hash":{"display":false,"value":"sha256:9f2c"}}}]
        """;

    private string Hint(string person = "ada", string? issuer = null, string format = "iss_sub", string? sub = null) =>
        new JsonObject { ["format"] = format, ["iss"] = issuer ?? Issuer, ["sub"] = sub ?? Sub(person) }.ToJsonString();

    private Task<Answer> AskAsync(
        string? hint = null, string scope = "openid actions:approve", string? message = "Approve CS-4F2A", string? details = Details, string? expiry = "300",
        string? secret = null, string? audience = ApprovalsAudience, string client = "approvals") => PostAsync(
        "bc-authorize", ("client_id", Id(client)), ("client_secret", secret ?? Secret(client)), ("login_hint", hint ?? Hint()), ("scope", scope),
        ("binding_message", message), ("authorization_details", details), ("requested_expiry", expiry), ("audience", audience));

    private Task<Answer> PollAsync(string? id) => PostAsync(
        "oauth/token", ("grant_type", CibaGrant), ("client_id", Id("approvals")), ("client_secret", Secret("approvals")), ("auth_req_id", id));

    private async Task<string> PushAsync(string person = "ada") => (await SeeAsync($"pushes?person={person}")).Body!.AsArray()[^1]!["id"]!.ToString();

    [Fact]
    public async Task An_approved_push_gives_a_token_once_with_the_details_of_the_request()
    {
        var asked = await AskAsync();
        Assert.Equal((300, 5), (asked.Body!["expires_in"]!.GetValue<int>(), asked.Body["interval"]!.GetValue<int>()));
        Clock.Move(TimeSpan.FromSeconds(5));
        var pending = await PollAsync(asked["auth_req_id"]);
        Assert.Equal((HttpStatusCode.BadRequest, "authorization_pending", "The end-user authorization is pending"), (pending.Status, pending["error"], pending["error_description"]));
        await ControlAsync($"pushes/{await PushAsync()}/approve");
        Clock.Move(TimeSpan.FromSeconds(5));

        var answer = await PollAsync(asked["auth_req_id"]);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Details), answer.Body!["authorization_details"]));
        var claims = Claims(answer["access_token"]!);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Details), claims["authorization_details"]));
        Assert.Equal((Sub("ada"), Id("approvals"), "openid actions:approve"), (claims["sub"]!.ToString(), claims["azp"]!.ToString(), claims["scope"]!.ToString()));
        Assert.Equal(ApprovalsAudience, claims["aud"]![0]!.ToString());
        Assert.Equal(600, answer.Body["expires_in"]!.GetValue<int>());
        Assert.Null(answer["refresh_token"]);
        Clock.Move(TimeSpan.FromSeconds(5));
        Assert.Equal("invalid_grant", (await PollAsync(asked["auth_req_id"]))["error"]);
    }

    [Fact]
    public async Task Denial_and_expiry_share_one_answer()
    {
        var denied = await AskAsync();
        await ControlAsync($"pushes/{await PushAsync()}/deny");
        var expired = await AskAsync(expiry: "30");
        Clock.Move(TimeSpan.FromSeconds(31));

        var answers = new[] { await PollAsync(denied["auth_req_id"]), await PollAsync(expired["auth_req_id"]) };

        Assert.Equal(30, expired.Body!["expires_in"]!.GetValue<int>());
        Assert.All(answers, answer => Assert.Equal(
            (HttpStatusCode.BadRequest, "access_denied", "The end-user denied the authorization request or it has been expired"),
            (answer.Status, answer["error"], answer["error_description"])));
    }

    [Fact]
    public async Task Polling_too_fast_costs_more_each_time_and_says_so_in_Retry_After()
    {
        var id = (await AskAsync())["auth_req_id"];

        var first = await PollAsync(id);
        Clock.Move(TimeSpan.FromSeconds(9));
        var second = await PollAsync(id);
        Clock.Move(TimeSpan.FromSeconds(20));
        var third = await PollAsync(id);

        Assert.Equal(("slow_down", 10, 10), (first["error"], first.Body!["interval"]!.GetValue<int>(), (int)first.Headers.RetryAfter!.Delta!.Value.TotalSeconds));
        Assert.Equal("You are polling faster than allowed. Try again in 10 seconds.", first["error_description"]);
        Assert.Equal(20, (int)second.Headers.RetryAfter!.Delta!.Value.TotalSeconds);
        Assert.Equal("authorization_pending", third["error"]);
    }

    [Fact]
    public async Task A_late_answer_and_a_second_one_are_refused()
    {
        await AskAsync(expiry: "30");
        var late = await PushAsync();
        Clock.Move(TimeSpan.FromSeconds(30));
        Assert.Equal((HttpStatusCode.NotFound, "login_transaction_not_found"), ((await ControlAsync($"pushes/{late}/approve")) is var refused ? refused.Status : default, refused["error"]));

        await AskAsync();
        var once = await PushAsync();
        Assert.Equal(HttpStatusCode.NoContent, (await ControlAsync($"pushes/{once}/deny")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await ControlAsync($"pushes/{once}/approve")).Status);
        Assert.Equal("denied", (await SeeAsync("pushes?person=ada")).Body![1]!["state"]!.ToString());
    }

    [Fact]
    public async Task What_is_checked_first_is_refused_first()
    {
        // Each request mends the fault that the one before was refused for, and keeps all later ones.
        async Task<(int, string?)> TryAsync(Task<Answer> asking)
        {
            var answer = await asking;
            return ((int)answer.Status, answer["error"]);
        }

        Assert.Equal((401, "access_denied"), await TryAsync(AskAsync("x", "profile", "", "[]", "0", secret: "wrong")));
        Assert.Equal((403, "unauthorized_client"), await TryAsync(AskAsync("x", "profile", "", "[]", "0", client: "reader")));
        Assert.Equal((400, "invalid_request"), await TryAsync(AskAsync("x", "profile", "", "[]", "0")));
        Assert.Equal("openid scope must be requested", (await AskAsync("x", "profile", "", "[]", "0"))["error_description"]);
        Assert.Contains("login_hint", (await AskAsync("x", message: "", details: "[]", expiry: "0"))["error_description"], StringComparison.Ordinal);
        Assert.Contains("format", (await AskAsync(Hint(format: "sub"), message: "", details: "[]", expiry: "0"))["error_description"], StringComparison.Ordinal);
        Assert.Contains("iss within login_hint", (await AskAsync(Hint(issuer: Issuer.TrimEnd('/')), message: "", details: "[]", expiry: "0"))["error_description"], StringComparison.Ordinal);
        Assert.Equal((400, "unknown_user_id"), await TryAsync(AskAsync(Hint(sub: "auth0|nobody"), message: "", details: "[]", expiry: "0")));
        Assert.Contains("binding_message", (await AskAsync(message: "", details: "[]", expiry: "0"))["error_description"], StringComparison.Ordinal);
        Assert.Equal((400, "invalid_authorization_details"), await TryAsync(AskAsync(details: "[]", expiry: "0")));
        Assert.Contains("requested_expiry", (await AskAsync(expiry: "0"))["error_description"], StringComparison.Ordinal);
        Assert.Equal(0, (await SeeAsync("counters")).Body!["pushes"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("newcomer", "No eligible notification channels were found. guardian-push: User does not have push notifications set up")]
    [InlineData("pending", "No eligible notification channels were found. guardian-push: User does not have push notifications set up")]
    public async Task Without_a_confirmed_device_there_is_no_channel(string person, string description)
    {
        var answer = await AskAsync(Hint(person));

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_request", description), (answer.Status, answer["error"], answer["error_description"]));
    }

    [Fact]
    public async Task Push_reaches_five_minutes_and_not_a_second_further()
    {
        Assert.Equal("invalid_request", (await AskAsync(expiry: "301"))["error"]);
        Assert.NotNull((await AskAsync(expiry: "300"))["auth_req_id"]);
        Assert.Equal(300, (await AskAsync(expiry: null)).Body!["expires_in"]!.GetValue<int>());
    }

    [Fact]
    public async Task The_factor_off_is_said()
    {
        await ControlAsync("tenant", new JsonObject { ["push_enabled"] = false });

        Assert.EndsWith("Push notifications not enabled on tenant", (await AskAsync())["error_description"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Approve CS-4F2A", true)]
    [InlineData("a+b-c_d.e,f:g#1", true)]
    [InlineData("Approve \"it\"", false)]
    [InlineData("Zahlung über 5", false)]
    [InlineData("1234567890123456789012345678901234567890123456789012345678901234", true)]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345", false)]
    public async Task A_binding_message_has_a_form(string message, bool taken) =>
        Assert.Equal(taken, (await AskAsync(message: message)).Status == HttpStatusCode.OK);

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("""[{"type":"countersign.action"}]""")]
    [InlineData("""[{"type":"urn:auth0:schemas:authorization-details:v1:other"}]""")]
    [InlineData("""[{"type":"urn:auth0:schemas:authorization-details:v1:countersign-action","tool":"x"}]""")]
    [InlineData("""[{"type":"urn:auth0:schemas:authorization-details:v1:countersign-action","properties":{"a b":{"display":false,"value":"x"}}}]""")]
    [InlineData("""[{"type":"urn:auth0:schemas:authorization-details:v1:countersign-action","properties":{"a":{"display":true,"value":"x"}}}]""")]
    [InlineData("""[{"type":"urn:auth0:schemas:authorization-details:v1:countersign-action","properties":{"a":{"display":false,"value":7}}}]""")]
    [InlineData("""[{"type":"urn:auth0:schemas:authorization-details:v1:countersign-action"},{"type":"urn:auth0:schemas:authorization-details:v1:countersign-action"}]""")]
    public async Task Details_that_the_phone_cannot_draw_are_refused(string details) =>
        Assert.Equal("invalid_authorization_details", (await AskAsync(details: details))["error"]);

    [Fact]
    public async Task Ten_properties_and_255_characters_fit_and_more_do_not()
    {
        string Make(int properties, int length) => new JsonArray(new JsonObject
        {
            ["type"] = "urn:auth0:schemas:authorization-details:v1:countersign-action",
            ["properties"] = new JsonObject(Enumerable.Range(0, properties)
                .Select(index => KeyValuePair.Create($"p{index}", (JsonNode?)new JsonObject { ["display"] = false, ["value"] = new string('x', length) }))),
        }).ToJsonString();

        Assert.Equal(HttpStatusCode.OK, (await AskAsync(details: Make(10, 255))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await AskAsync(details: Make(11, 10))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await AskAsync(details: Make(1, 256))).Status);
    }

    [Fact]
    public async Task A_person_gets_five_notifications_a_minute()
    {
        for (var count = 0; count < 5; count++)
            Assert.Equal(HttpStatusCode.OK, (await AskAsync()).Status);

        Assert.Equal((HttpStatusCode.TooManyRequests, "too_many_requests"), (await AskAsync()) is var sixth ? (sixth.Status, sixth["error"]) : default);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(Hint("grace"))).Status);
        Clock.Move(TimeSpan.FromSeconds(61));
        Assert.Equal(HttpStatusCode.OK, (await AskAsync()).Status);
    }

    [Fact]
    public async Task A_lost_answer_leaves_the_push_on_the_phone()
    {
        await ControlAsync("faults", new JsonObject { ["kind"] = "ciba_answer_lost", ["match"] = new JsonObject { ["person"] = "ada" } });

        await Assert.ThrowsAsync<HttpRequestException>(() => AskAsync());

        Assert.Equal("pending", (await SeeAsync("pushes?person=ada")).Body![0]!["state"]!.ToString());
    }

    [Fact]
    public async Task A_lost_token_is_redeemed_and_gone()
    {
        await ControlAsync("auto-answer", new JsonObject { ["person"] = "ada", ["answer"] = "approve" });
        var id = (await AskAsync())["auth_req_id"];
        await ControlAsync("faults", new JsonObject { ["kind"] = "ciba_token_lost" });
        Clock.Move(TimeSpan.FromSeconds(5));

        await Assert.ThrowsAsync<HttpRequestException>(() => PollAsync(id));

        Clock.Move(TimeSpan.FromSeconds(5));
        Assert.Equal("invalid_grant", (await PollAsync(id))["error"]);
    }

    [Fact]
    public async Task Tampered_details_come_back_different()
    {
        await ControlAsync("auto-answer", new JsonObject { ["person"] = "ada", ["answer"] = "approve" });
        await ControlAsync("faults", new JsonObject { ["kind"] = "ciba_tamper_details" });
        var id = (await AskAsync())["auth_req_id"];
        Clock.Move(TimeSpan.FromSeconds(5));

        var answer = await PollAsync(id);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.False(JsonNode.DeepEquals(JsonNode.Parse(Details), answer.Body!["authorization_details"]));
    }

    [Fact]
    public async Task The_tenant_can_be_told_to_refuse_to_shorten_and_to_slow_down_for_one_person()
    {
        Task<Answer> FaultAsync(string kind, string name, JsonNode value) => ControlAsync("faults", new JsonObject
        {
            ["kind"] = kind, [name] = value, ["match"] = new JsonObject { ["person"] = "ada" },
        });
        await FaultAsync("ciba_refuse", "error", "access_denied");
        await FaultAsync("ciba_expiry", "seconds", 20);
        await FaultAsync("ciba_slow_down", "seconds", 30);

        Assert.Equal(300, (await AskAsync(Hint("grace"))).Body!["expires_in"]!.GetValue<int>());
        Assert.Equal("access_denied", (await AskAsync())["error"]);
        var asked = await AskAsync();
        Assert.Equal(20, asked.Body!["expires_in"]!.GetValue<int>());
        Clock.Move(TimeSpan.FromSeconds(5));
        Assert.Equal(30, (int)(await PollAsync(asked["auth_req_id"])).Headers.RetryAfter!.Delta!.Value.TotalSeconds);
        Assert.Empty((await SeeAsync("faults")).Body!.AsArray());
    }

    [Fact]
    public async Task The_tenants_clock_can_be_moved_against_the_worlds()
    {
        await ControlAsync("clock", new JsonObject { ["offset_seconds"] = 120 });
        await ControlAsync("auto-answer", new JsonObject { ["person"] = "ada", ["answer"] = "approve" });
        var asked = await AskAsync();
        Clock.Move(TimeSpan.FromSeconds(5));

        var issued = Claims((await PollAsync(asked["auth_req_id"]))["access_token"]!)["iat"]!.GetValue<long>();

        Assert.Equal(Clock.GetUtcNow().ToUnixTimeSeconds() + 120, issued);
    }

    [Fact]
    public async Task Another_clients_request_is_unknown()
    {
        var id = (await AskAsync())["auth_req_id"];

        var answer = await PostAsync("oauth/token", ("grant_type", CibaGrant), ("client_id", Id("backend")), ("client_secret", Secret("backend")), ("auth_req_id", id));

        Assert.Equal("unauthorized_client", answer["error"]);
        Assert.Equal($"Grant type '{CibaGrant}' not allowed for the client.", answer["error_description"]);
    }
}

public sealed class Asking_a_phone_quickly : TenantTest
{
    protected override SandboxOptions Options => base.Options with { CibaExpiry = 20, CibaInterval = 1 };

    [Fact]
    public async Task A_shorter_life_and_interval_are_what_the_tenant_reports()
    {
        var hint = new JsonObject { ["format"] = "iss_sub", ["iss"] = Issuer, ["sub"] = Sub("ada") }.ToJsonString();

        var answer = await PostAsync(
            "bc-authorize", ("client_id", Id("approvals")), ("client_secret", Secret("approvals")), ("login_hint", hint), ("scope", "openid"), ("binding_message", "Go"));

        Assert.Equal((20, 1), (answer.Body!["expires_in"]!.GetValue<int>(), answer.Body["interval"]!.GetValue<int>()));
    }
}

public sealed class Redeeming_at_once : TenantTest
{
    protected override SandboxOptions Options => base.Options with { CibaInterval = 0 };

    [Fact]
    public async Task Of_many_who_redeem_at_once_one_is_served()
    {
        await ControlAsync("auto-answer", new JsonObject { ["person"] = "ada", ["answer"] = "approve" });
        var hint = new JsonObject { ["format"] = "iss_sub", ["iss"] = Issuer, ["sub"] = Sub("ada") }.ToJsonString();
        var asked = await PostAsync(
            "bc-authorize", ("client_id", Id("approvals")), ("client_secret", Secret("approvals")), ("login_hint", hint), ("scope", "openid"), ("binding_message", "Go"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => PostAsync(
            "oauth/token", ("grant_type", CibaGrant), ("client_id", Id("approvals")), ("client_secret", Secret("approvals")), ("auth_req_id", asked["auth_req_id"]))));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.Equal(19, answers.Count(answer => answer["error"] == "invalid_grant"));
    }
}
