using System.Net;
using Countersign.Sandbox;

namespace Countersign.Tests.Fidelity.Tenant;

public sealed class Refreshing : TenantTest
{
    private Task<Answer> RefreshAsync(string? token, string client = "web", string? audience = null, string? scope = null) => PostAsync(
        "oauth/token", ("grant_type", "refresh_token"), ("client_id", Id(client)), ("client_secret", client == "web" ? null : Secret(client)),
        ("refresh_token", token), ("audience", audience), ("scope", scope));

    [Fact]
    public async Task A_rotating_token_is_replaced_and_its_reuse_ends_the_family()
    {
        var first = (await SignInAsync("ada"))["refresh_token"];
        var second = await RefreshAsync(first);
        Assert.Equal(HttpStatusCode.OK, second.Status);
        Assert.NotEqual(first, second["refresh_token"]);
        Assert.Equal("refresh_token", Claims(second["access_token"]!)["gty"]!.ToString());

        var reused = await RefreshAsync(first);
        Assert.Equal((HttpStatusCode.Forbidden, "invalid_grant", "Unknown or invalid refresh token."), (reused.Status, reused["error"], reused["error_description"]));
        Assert.Equal(HttpStatusCode.Forbidden, (await RefreshAsync(second["refresh_token"])).Status);
    }

    [Fact]
    public async Task A_client_without_rotation_keeps_its_token()
    {
        var token = (await SignInAsync("ada", "backend"))["refresh_token"];

        var answer = await RefreshAsync(token, "backend");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Null(answer["refresh_token"]);
        Assert.Equal(HttpStatusCode.OK, (await RefreshAsync(token, "backend")).Status);
    }

    [Fact]
    public async Task The_multi_resource_policy_gives_a_token_for_My_Account_and_drops_unknown_scopes_silently()
    {
        var token = (await SignInAsync("ada"))["refresh_token"];

        var answer = await RefreshAsync(token, audience: Issuer + "me/", scope: "create:me:connected_accounts delete:everything");

        Assert.Equal("create:me:connected_accounts", answer["scope"]);
        Assert.Equal(Issuer + "me/", Claims(answer["access_token"]!)["aud"]!.ToString());
    }

    [Fact]
    public async Task An_API_outside_the_policy_is_refused_and_the_token_survives()
    {
        var token = (await SignInAsync("ada"))["refresh_token"];

        Assert.Equal(HttpStatusCode.Forbidden, (await RefreshAsync(token, audience: ApprovalsAudience)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await RefreshAsync(token, audience: Issuer + "api/v2/")).Status);
        Assert.Equal(HttpStatusCode.OK, (await RefreshAsync(token)).Status);
    }

    [Fact]
    public async Task Rotation_does_not_lengthen_the_life_of_the_family()
    {
        var token = (await SignInAsync("ada"))["refresh_token"];
        for (var week = 0; week < 4; week++)
        {
            Clock.Move(TimeSpan.FromDays(7));
            token = (await RefreshAsync(token))["refresh_token"];
            Assert.NotNull(token);
        }
        Clock.Move(TimeSpan.FromDays(3));

        Assert.Equal(HttpStatusCode.Forbidden, (await RefreshAsync(token)).Status);
    }

    [Fact]
    public async Task Another_clients_token_and_a_revoked_one_are_dead()
    {
        var token = (await SignInAsync("ada"))["refresh_token"];
        Assert.Equal(HttpStatusCode.Forbidden, (await RefreshAsync(token, "backend")).Status);

        var revoked = await PostAsync("oauth/revoke", ("client_id", Id("web")), ("token", token));

        Assert.Equal((HttpStatusCode.OK, null), (revoked.Status, revoked.Body));
        Assert.Equal(HttpStatusCode.OK, (await PostAsync("oauth/revoke", ("client_id", Id("web")), ("token", token))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await RefreshAsync(token)).Status);
    }

    [Fact]
    public async Task The_oldest_of_more_than_two_hundred_goes()
    {
        var oldest = (await SignInAsync("ada"))["refresh_token"];
        for (var count = 0; count < 200; count++)
        {
            Clock.Move(TimeSpan.FromSeconds(1));
            await SignInAsync("ada");
        }

        Assert.Equal(HttpStatusCode.Forbidden, (await RefreshAsync(oldest)).Status);
    }
}

public sealed class Refreshing_with_leeway : TenantTest
{
    protected override SandboxOptions Options => base.Options with { RefreshLeeway = 10 };

    [Fact]
    public async Task Only_the_token_just_before_serves_again_and_only_within_the_leeway()
    {
        Task<Answer> RefreshAsync(string? token) => PostAsync("oauth/token", ("grant_type", "refresh_token"), ("client_id", Id("web")), ("refresh_token", token));
        var first = (await SignInAsync("ada"))["refresh_token"];
        await RefreshAsync(first);
        Clock.Move(TimeSpan.FromSeconds(5));
        var again = await RefreshAsync(first);
        Assert.Equal(HttpStatusCode.OK, again.Status);

        var last = (await RefreshAsync(again["refresh_token"]))["refresh_token"];
        Clock.Move(TimeSpan.FromSeconds(11));

        Assert.Equal(HttpStatusCode.Forbidden, (await RefreshAsync(again["refresh_token"])).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await RefreshAsync(last)).Status);
    }
}
