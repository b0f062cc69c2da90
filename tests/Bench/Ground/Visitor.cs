using System.Text.Json;
using Countersign.Tests.Browser;
using Microsoft.Playwright;

namespace Countersign.Tests.Bench.Ground;

/// <summary>Somebody at the web app in a real Chromium, signed in at the tenant.</summary>
internal sealed class Visitor : IAsyncDisposable
{
    private readonly Chromium _chromium = new();

    public IPage Page { get; private set; } = null!; // set before anybody is given one

    public static async Task<Visitor> SignInAsync(BenchWorld world, JsonElement person)
    {
        var visitor = new Visitor();
        await visitor._chromium.InitializeAsync();
        var context = await visitor._chromium.Browser.NewContextAsync(new() { ViewportSize = new() { Width = 1280, Height = 800 } });
        context.SetDefaultTimeout(120_000);
        var page = visitor.Page = await context.NewPageAsync();
        await page.GotoAsync(world.App.Url);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.GetByLabel("Email address").FillAsync(person.GetProperty("username").GetString()!);
        await page.GetByLabel("Password").FillAsync(person.GetProperty("password").GetString()!);
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await page.GetByRole(AriaRole.Navigation, new() { Name = "Main" }).WaitForAsync();
        return visitor;
    }

    public async ValueTask DisposeAsync() => await _chromium.DisposeAsync();
}
