using System.Text.Json.Nodes;
using Countersign.Sandbox;
using Countersign.Sandbox.World;

namespace Countersign.Tests.Fidelity.Tenant;

/// <summary>The npm package <c>auth0</c> against the tenant over TLS, as it insists.</summary>
public sealed class The_vendors_client : TenantTest
{
    protected override SandboxOptions Options => base.Options with { Https = true, CibaInterval = 0 };

    private Task<JsonNode> RunAsync(string step, string client, JsonObject more)
    {
        var ada = Sandbox.World.People.ByName("ada")!;
        var input = new JsonObject
        {
            ["step"] = step, ["domain"] = $"localhost:{Sandbox.Origins.Port + 10}", ["clientId"] = Id(client), ["callback"] = Callback,
            ["person"] = "ada", ["sub"] = ada.Sub, ["username"] = ada.Username, ["password"] = ada.Password,
            ["control"] = Sandbox.Origins.Phone + "/control", ["token"] = Sandbox.World.Keepsakes.ControlToken,
        };
        foreach (var (name, value) in more)
            input[name] = value?.DeepClone();
        return VendorClients.RunAsync("auth0.mjs", input, Path.Combine(Options.Data, OwnCertificate.FileName));
    }

    [Fact]
    public async Task Signs_in_by_code_with_PKCE_refreshes_and_revokes()
    {
        var seen = await RunAsync("code", "backend", new() { ["clientSecret"] = Secret("backend"), ["audience"] = Doors });

        Assert.Equal("""["access_token","expires_in","id_token","refresh_token","scope","token_type"]""", seen["tokens"]!.ToJsonString());
        Assert.Equal("""["access_token","expires_in","id_token","scope","token_type"]""", seen["refreshed"]!.ToJsonString());
        Assert.Equal(200, seen["revoked"]!.GetValue<int>());
        Assert.Equal(("invalid_grant", 403), (seen["dead"]!["error"]!.ToString(), seen["dead"]!["status"]!.GetValue<int>()));
    }

    [Fact]
    public async Task Asks_by_CIBA_and_is_approved_and_denied()
    {
        var details = new JsonArray(new JsonObject { ["type"] = "urn:auth0:schemas:authorization-details:v1:countersign-action", ["instruction"] = "Merge" });

        var seen = await RunAsync("ciba", "approvals", new() { ["clientSecret"] = Secret("approvals"), ["audience"] = ApprovalsAudience, ["details"] = details });

        Assert.Equal("""{"expires_in":120,"interval":0,"length":64}""", seen["asked"]!.ToJsonString());
        Assert.Equal(("authorization_pending", 400), (seen["pending"]!["error"]!.ToString(), seen["pending"]!["status"]!.GetValue<int>()));
        Assert.True(JsonNode.DeepEquals(details, seen["details"]));
        Assert.Equal("access_denied", seen["denied"]!["error"]!.ToString());
    }

    [Fact]
    public async Task Exchanges_an_access_token_at_the_vault_by_private_key()
    {
        await ControlAsync("accounts", new JsonObject { ["person"] = "ada", ["action"] = "link" });
        // The vendor's client speaks over TLS only, and there the tenant has another issuer: the subject token is from there too.
        var token = Sandbox.Tenant.Issuer.AccessToken(new()
        {
            Issuer = $"https://localhost:{Sandbox.Origins.Port + 10}/", Audience = Doors, Sub = Sub("ada"), ClientId = Id("web"), Scopes = ["openid"], Lifetime = 600,
        });

        var seen = await RunAsync("vault", "vault", new() { ["privateKey"] = Key("vault"), ["subjectToken"] = token });

        Assert.StartsWith("ghu_", seen["good"]!["access_token"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal(28800, seen["good"]!["expires_in"]!.GetValue<int>());
        Assert.Equal(("federated_connection_refresh_token_not_found", 401), (seen["other"]!["error"]!.ToString(), seen["other"]!["status"]!.GetValue<int>()));
    }

    [Fact]
    public async Task Exchanges_a_refresh_token_at_the_vault()
    {
        await ControlAsync("accounts", new JsonObject { ["person"] = "ada", ["action"] = "link" });

        var seen = await RunAsync("vaultByRefreshToken", "backend", new() { ["clientSecret"] = Secret("backend"), ["audience"] = Doors });

        Assert.StartsWith("ghu_", seen["good"]!["access_token"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reads_a_person_accounts_by_page_enrolments_and_is_refused_the_rest()
    {
        await ControlAsync("accounts", new JsonObject { ["person"] = "ada", ["action"] = "link" });
        await ControlAsync("accounts", new JsonObject { ["person"] = "ada", ["action"] = "link", ["github_login"] = "grace-acme" });

        var seen = await RunAsync("management", "reader", new() { ["clientSecret"] = Secret("reader") });

        Assert.Equal(2, seen["accounts"]!.AsArray().Count);
        Assert.Equal("github", seen["accounts"]![0]!["connection"]!.ToString());
        Assert.Equal("confirmed", seen["enrollments"]![0]!["status"]!.ToString());
        Assert.Equal("push-notification", seen["methods"]![0]!["type"]!.ToString());
        Assert.Equal("ada@acme.example", seen["user"]!["email"]!.ToString());
        Assert.Equal(404, seen["missing"]!["status"]!.GetValue<int>());
        Assert.Equal(
            (403, "insufficient_scope", "Insufficient scope, expected any of: create:guardian_enrollment_tickets"),
            (seen["forbidden"]!["status"]!.GetValue<int>(), seen["forbidden"]!["code"]!.ToString(), seen["forbidden"]!["message"]!.ToString()));
    }
}
