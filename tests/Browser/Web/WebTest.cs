using Countersign.Tests.EndToEnd.Live;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Tests.Browser.Web;

/// <summary>
/// The web app as it is built, served by a running app beside a running sandbox; a person of the test's own with a browser that nobody used before. A console
/// error, a refused resource or an exception of the page fails the test.
/// </summary>
[Collection(Lanes.One)]
public abstract class WebTest(Chromium chromium, LaneWorld lane) : IAsyncLifetime
{
    private readonly List<string> _errors = [];
    private readonly List<string> _expected = [];
    private readonly List<IBrowserContext> _contexts = [];

    /// <summary>The running processes; tests that kill or cut them have a world of their own.</summary>
    protected virtual LiveWorld World => lane.World;

    protected Someone Me { get; private set; } = null!; // set before any test runs, as is the next one

    protected IPage Page { get; private set; } = null!;

    /// <summary>Whether GitHub is linked and confirmed when the test begins.</summary>
    protected virtual bool IsLinked => true;

    protected string Url => World.Url.GetLeftPart(UriPartial.Authority);

    public virtual async Task InitializeAsync()
    {
        Me = await Someone.NewAsync(World, linked: IsLinked);
        Page = await NewPageAsync();
    }

    public virtual async Task DisposeAsync()
    {
        foreach (var context in _contexts) await context.CloseAsync();
        Me?.Dispose();
        Assert.DoesNotContain(_errors, error => !_expected.Exists(text => error.Contains(text, StringComparison.Ordinal)));
    }

    /// <summary>A page in a browser of its own: nothing is shared with the others.</summary>
    protected async Task<IPage> NewPageAsync(int width = 1280, int height = 800)
    {
        var context = await chromium.Browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = height }, ReducedMotion = ReducedMotion.Reduce });
        context.SetDefaultTimeout(60_000);
        _contexts.Add(context);
        SetDefaultExpectTimeout(60_000);
        await context.AddInitScriptAsync("addEventListener('securitypolicyviolation', (e) => console.error(`CSP: ${e.violatedDirective} ${e.blockedURI} ${e.sourceFile}`))");
        context.Page += (_, page) => Listen(page);
        return await context.NewPageAsync();
    }

    /// <summary>The person's phone in a browser of its own, as large as a phone.</summary>
    protected async Task<IPage> OpenPhoneAsync()
    {
        var phone = await NewPageAsync(390, 780);
        var control = World.ControlFile;
        await phone.GotoAsync($"{control.GetProperty("phone").GetString()}?person={Me.Name}&token={control.GetProperty("token").GetString()}");
        await Expect(phone.GetByText("Requests for your approval")).ToBeVisibleAsync();
        return phone;
    }

    /// <summary>Presses Tab until the focus is there.</summary>
    protected static async Task TabToAsync(ILocator wanted)
    {
        for (var presses = 0; presses < 60; presses++)
        {
            if (await wanted.EvaluateAsync<bool>("(element) => element === document.activeElement")) return;
            await wanted.Page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"{wanted} is not reached by Tab.");
    }

    /// <summary>Goes to an address of the app as somebody whom the tenant knows already: the page signs in silently.</summary>
    protected async Task SignInAsync(string path = "/", IPage? page = null)
    {
        page ??= Page;
        await TenantSession.OpenAsync(page.Context, Me);
        await page.GotoAsync(Url + path);
        await IsInAsync(page);
    }

    /// <summary>Goes to an address of the app and signs in by the tenant's login page.</summary>
    protected async Task SignInByHandAsync(string path = "/", Someone? who = null)
    {
        var page = Page;
        who ??= Me;
        await page.GotoAsync(Url + path);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.GetByLabel("Email address").FillAsync(who.Made.GetProperty("username").GetString()!);
        await page.GetByLabel("Password").FillAsync(who.Made.GetProperty("password").GetString()!);
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await IsInAsync(page);
    }

    private static Task IsInAsync(IPage page) =>
        Expect(page.GetByRole(AriaRole.Navigation, new() { Name = "Main" }).Or(page.GetByRole(AriaRole.Button, new() { Name = "Open navigation" })).First).ToBeVisibleAsync();

    /// <summary>
    /// Holds the view to the accessibility rules in both themes and at a desk's width and a phone's, and leaves pictures in artifacts/screenshots. Each look
    /// runs the rules that it can break: a theme those of colour, a width the others.
    /// </summary>
    protected async Task LooksRightAsync(string name, IPage? page = null)
    {
        page ??= Page;
        var before = page.ViewportSize;
        foreach (var (kind, width, height, scheme, rules) in new[]
        {
            ("desk", 1280, 800, ColorScheme.Light, Axe.Rules.All),
            ("desk-dark", 1280, 800, ColorScheme.Dark, Axe.Rules.OfColour),
            ("narrow", 360, 740, ColorScheme.Light, Axe.Rules.ButOfColour),
        })
        {
            await page.SetViewportSizeAsync(width, height);
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await page.ScreenshotAsync(new() { Path = Screenshots.PathOf($"web-{name}-{kind}"), Animations = ScreenshotAnimations.Disabled });
            await FitsAsync(page, name);
            await Axe.HoldsAsync(page, $"{name} ({kind})", rules);
        }

        if (before is not null) await page.SetViewportSizeAsync(before.Width, before.Height);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
    }

    /// <summary>Holds the view to the accessibility rules in both themes at the width that it has: for views that another width does not show.</summary>
    protected async Task HoldsAsync(string name, IPage? page = null)
    {
        page ??= Page;
        foreach (var (kind, scheme, rules) in new[] { ("as-is", ColorScheme.Light, Axe.Rules.All), ("as-is-dark", ColorScheme.Dark, Axe.Rules.OfColour) })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await page.ScreenshotAsync(new() { Path = Screenshots.PathOf($"web-{name}-{kind}"), Animations = ScreenshotAnimations.Disabled });
            await FitsAsync(page, name);
            await Axe.HoldsAsync(page, $"{name} ({kind})", rules);
        }

        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
    }

    private static async Task FitsAsync(IPage page, string name)
    {
        var over = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        Assert.True(over == 0, $"{name} scrolls sideways by {over} px at {page.ViewportSize!.Width} px.");
    }

    /// <summary>Errors that the test itself brings about, before or after: a status it asks for, a line it cuts.</summary>
    protected void Expected(string text) => _expected.Add(text);

    private void Listen(IPage page)
    {
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") _errors.Add($"{message.Type}: {message.Text} ({message.Location})");
        };
        page.PageError += (_, error) => _errors.Add(error);
    }
}
