using System.Text.Json;
using Countersign.Tests.EndToEnd.Live;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Tests.Browser.Web;

/// <summary>Takes the few pictures that the README shows, as somebody of the seed whom no other test knows, by walking through the app as its reader would.</summary>
[Collection(Lanes.One)]
public sealed class PicturesTests(Chromium chromium, LaneWorld lane)
{
    private const int MostBytes = 200_000;

    private static readonly ViewportSize Desk = new() { Width = 1280, Height = 800 };

    /// <summary>Where scripts/screenshots wants them; otherwise beside those of the other tests.</summary>
    private static string Folder => Environment.GetEnvironmentVariable("COUNTERSIGN_PICTURES") is { Length: > 0 } folder ? folder : Screenshots.Folder;

    [Fact]
    public async Task The_pictures_of_the_readme_are_taken_on_the_main_road_and_are_small()
    {
        SetDefaultExpectTimeout(60_000);
        await using var context = await chromium.Browser.NewContextAsync(new() { ViewportSize = Desk, ReducedMotion = ReducedMotion.Reduce });
        context.SetDefaultTimeout(60_000);
        var page = await context.NewPageAsync();
        await SignInAsync(page, lane.World);
        await LinkAsync(page);

        await AskAnewAsync(page, "list the open pull requests of acme/shop");
        await Expect(Composer(page)).ToBeFocusedAsync();
        await AskAnewAsync(page, "merge pull request 7 of acme/shop");
        var phone = await OpenPhoneAsync(page);
        await Expect(page.GetByText("On your phone", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(phone.Locator(".push")).ToBeVisibleAsync();
        await BesideAsync(context, await TakeAsync(page), await TakeAsync(phone), "lock");
        await phone.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        await Expect(page.GetByText("Done: merge pull request 7")).ToBeVisibleAsync();

        await AskAnewAsync(page, "merge pull request 10 of acme/shop");
        await phone.GetByRole(AriaRole.Button, new() { Name = "Deny" }).ClickAsync();
        await Expect(page.GetByText("it is not asked again in this run.")).ToBeVisibleAsync();
        await AskAnewAsync(page, "merge pull request 14 of acme/shop");
        await GoToAsync(page, "Approvals");
        await Expect(page.GetByText("On your phone", new() { Exact = true })).ToBeVisibleAsync();
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await page.SetViewportSizeAsync(Desk.Width, 860);
        await KeepAsync(page, "approvals");
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await page.SetViewportSizeAsync(Desk.Width, Desk.Height);

        await GoToAsync(page, "Audit");
        var verify = page.GetByRole(AriaRole.Button, new() { Name = "Verify", Exact = true });
        await verify.ClickAsync();
        var verified = page.GetByRole(AriaRole.Group, new() { Name = "Your trail: Verified" });
        await Expect(verified).ToBeVisibleAsync();
        await verify.ClickAsync(); // the checkpoint that the first export left reaches nearly all of the second
        await Expect(verified).ToContainTextAsync("A signed checkpoint outside the store reaches entry");
        await KeepAsync(page, "audit");
    }

    private static ILocator Composer(IPage page) => page.GetByRole(AriaRole.Textbox, new() { Name = "Message" });

    private static async Task SignInAsync(IPage page, LiveWorld world)
    {
        var ada = world.ControlFile.GetProperty("people").EnumerateArray().First(person => person.GetProperty("name").GetString() == "ada");
        await page.GotoAsync(world.Url.GetLeftPart(UriPartial.Authority) + "/accounts");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.GetByLabel("Email address").FillAsync(Text(ada, "username"));
        await page.GetByLabel("Password").FillAsync(Text(ada, "password"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
    }

    private static async Task LinkAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Connect GitHub" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Authorize" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Yes, this is me" }).ClickAsync();
        await Expect(page.GetByText("Ready", new() { Exact = true })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync(); // the notice that it was confirmed
    }

    private static async Task AskAnewAsync(IPage page, string text)
    {
        await page.GetByRole(AriaRole.Link, new() { Name = "New chat" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "What shall be done?" })).ToBeVisibleAsync();
        await Composer(page).FillAsync(text);
        await Composer(page).PressAsync("Enter");
        await page.WaitForURLAsync("**/chat/*");
    }

    private static async Task<IPage> OpenPhoneAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Account menu" }).ClickAsync();
        var phone = await page.RunAndWaitForPopupAsync(() => page.GetByRole(AriaRole.Menuitem, new() { Name = "Open my phone" }).ClickAsync());
        await phone.SetViewportSizeAsync(380, Desk.Height);
        return phone;
    }

    private static Task GoToAsync(IPage page, string place) =>
        page.GetByRole(AriaRole.Navigation, new() { Name = "Main" }).GetByRole(AriaRole.Link, new() { Name = place }).ClickAsync();

    private static async Task<byte[]> TakeAsync(IPage page)
    {
        await page.EvaluateAsync("document.fonts.ready.then(() => document.activeElement?.blur())");
        await page.Mouse.MoveAsync(0, 0);
        return await page.ScreenshotAsync(new() { Animations = ScreenshotAnimations.Disabled });
    }

    private static async Task KeepAsync(IPage page, string name)
    {
        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Loading …" })).ToHaveCountAsync(0);
        await WriteAsync(name, await TakeAsync(page));
    }

    /// <summary>Two windows as they stand on a desk, in one picture.</summary>
    private static async Task BesideAsync(IBrowserContext context, byte[] left, byte[] right, string name)
    {
        var desk = await context.NewPageAsync();
        await desk.SetViewportSizeAsync(Desk.Width + 380 + 72, Desk.Height + 48);
        var windows = string.Concat(new[] { left, right }.Select(picture =>
            $"<img src='data:image/png;base64,{Convert.ToBase64String(picture)}' style='border-radius:12px;box-shadow:0 0 0 1px #d3d6de'>"));
        await desk.SetContentAsync($"<body style='margin:24px;display:flex;gap:24px;background:#e9ebf0'>{windows}</body>");
        await WriteAsync(name, await desk.ScreenshotAsync());
        await desk.CloseAsync();
    }

    private static async Task WriteAsync(string name, byte[] picture)
    {
        Directory.CreateDirectory(Folder);
        await File.WriteAllBytesAsync(Path.Combine(Folder, $"{name}.png"), picture);
        Assert.True(picture.Length <= MostBytes, $"{name}.png has {picture.Length / 1000.0:0.0} kB, more than {MostBytes / 1000}. Show less in it, or make its window smaller.");
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
