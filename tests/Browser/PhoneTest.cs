using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Tests.Browser;

/// <summary>A person's phone, and the application's CIBA client over HTTP.</summary>
public abstract class PhoneTest(Chromium chromium) : BrowserTest(chromium)
{
    protected const string Message = "Merge pull request 7 #K4QZ";

    protected ILocator Push => Page.Locator(".push");

    protected ILocator Approve => Page.GetByRole(AriaRole.Button, new() { Name = "Approve" });

    protected ILocator Deny => Page.GetByRole(AriaRole.Button, new() { Name = "Deny" });

    protected async Task OpenPhoneAsync()
    {
        await Page.GotoAsync($"{Sandbox.Origins.Phone}/phone?person=ada&token={Keepsakes.ControlToken}");
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Ada Lovelace" })).ToBeVisibleAsync();
    }

    /// <summary>Asks the person by CIBA with what Countersign sends.</summary>
    /// <returns>The id to poll with.</returns>
    protected async Task<string> AskAsync(string message = Message, string? instruction = null, string? value = null, int expiry = 300)
    {
        var answer = await FormAsync(
            "bc-authorize", ("client_id", Keepsakes.ClientIds["approvals"]), ("client_secret", Keepsakes.ClientSecrets["approvals"]),
            ("scope", "openid actions:approve"), ("audience", "https://approvals.countersign.example"), ("binding_message", message), ("requested_expiry", $"{expiry}"),
            ("login_hint", new JsonObject { ["format"] = "iss_sub", ["iss"] = Sandbox.Origins.Issuer, ["sub"] = Ada.Sub }.ToJsonString()),
            ("authorization_details", new JsonArray(Details(instruction ?? "An agent asks to do this as you.", value ?? "Round totals half to even")).ToJsonString()));
        return (string?)answer["auth_req_id"] ?? throw new InvalidOperationException(answer.ToJsonString());
    }

    /// <summary>The tenant's answer to a poll.</summary>
    protected Task<JsonNode> PollAsync(string request) => FormAsync(
        "oauth/token", ("grant_type", "urn:openid:params:grant-type:ciba"), ("client_id", Keepsakes.ClientIds["approvals"]),
        ("client_secret", Keepsakes.ClientSecrets["approvals"]), ("auth_req_id", request));

    private static JsonObject Details(string instruction, string value) => new()
    {
        ["type"] = "urn:auth0:schemas:authorization-details:v1:countersign-action",
        ["instruction"] = instruction,
        ["properties"] = new JsonObject
        {
            ["title"] = new JsonObject { ["display"] = true, ["name"] = "Title", ["description"] = "Written by somebody else", ["display_order"] = 2, ["value"] = value },
            ["repository"] = new JsonObject { ["display"] = true, ["name"] = "Repository", ["display_order"] = 1, ["value"] = "acme/shop" },
            ["digest"] = new JsonObject { ["display"] = false, ["value"] = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" },
        },
    };
}
