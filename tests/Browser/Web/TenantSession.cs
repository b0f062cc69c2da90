using System.Web;
using Countersign.Tests.EndToEnd.Live;
using Microsoft.Playwright;

namespace Countersign.Tests.Browser.Web;

/// <summary>
/// The tenant's session in a browser, as whoever signed in before has it: opened by the login form over HTTP, without drawing its page. Tokens come of it by the
/// app's own silent sign-in, and stay in its memory.
/// </summary>
internal static class TenantSession
{
    public static async Task OpenAsync(IBrowserContext browser, Someone who)
    {
        var control = who.World.ControlFile;
        var issuer = new Uri(control.GetProperty("tenant").GetString()!);
        var asked = await browser.APIRequest.GetAsync(Authorize(issuer, control.GetProperty("web_client_id").GetString()!, control.GetProperty("redirect_uri").GetString()!), new() { MaxRedirects = 0 });
        var login = new Uri(issuer, asked.Headers["location"]);
        var form = browser.APIRequest.CreateFormData();
        form.Set("state", HttpUtility.ParseQueryString(login.Query)["state"]!);
        form.Set("username", who.Made.GetProperty("username").GetString()!);
        form.Set("password", who.Made.GetProperty("password").GetString()!);

        var answer = await browser.APIRequest.PostAsync(new Uri(issuer, "u/login").ToString(), new() { Form = form, MaxRedirects = 0 });

        Assert.Equal(302, answer.Status);
    }

    private static string Authorize(Uri issuer, string client, string callback) => new Uri(issuer, "authorize?" + string.Join('&', new[]
    {
        ("response_type", "code"), ("client_id", client), ("redirect_uri", callback), ("scope", "openid"), ("state", "none"), ("prompt", "login"),
        ("code_challenge", new string('A', 43)), ("code_challenge_method", "S256"),
    }.Select(pair => $"{pair.Item1}={Uri.EscapeDataString(pair.Item2)}"))).ToString();
}
