using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Web;
using Countersign.Sandbox;
using Countersign.Sandbox.World;
using Microsoft.Playwright;

namespace Countersign.Tests.Browser;

/// <summary>A sandbox, an application to come back to, and a browser context that nobody used before. A console error fails the test.</summary>
[Collection(Lanes.One)]
public abstract class BrowserTest(Chromium chromium) : IAsyncLifetime
{
    protected const string Verifier = "a-verifier-that-is-long-enough-to-be-taken-as-one";

    // Keys cost seconds to make and are the same for every start on one folder.
    private static readonly string Folder = MakeFolder();

    private readonly List<string> _errors = [];
    private IBrowserContext? _context;
    private Application? _application;

    protected ManualTime Clock { get; } = new();

    protected SandboxHost Sandbox { get; private set; } = null!; // set before any test runs, as are the next two

    protected IPage Page { get; private set; } = null!;

    protected string Callback { get; private set; } = null!;

    protected HttpClient Http { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });

    protected static Keepsakes Keepsakes => Keepsakes.In(Folder);

    protected Person Ada => Sandbox.World.People.ByName("ada")!;

    public async Task InitializeAsync()
    {
        _application = await Application.StartAsync();
        Callback = _application.Callback;
        Sandbox = await SandboxHost.StartAsync(
            new SandboxOptions { Port = 0, Data = Folder, Time = Clock, CibaInterval = 0, Callbacks = [Callback] }, CancellationToken.None);
        _context = await chromium.Browser.NewContextAsync(new() { ViewportSize = new() { Width = 1280, Height = 800 }, ReducedMotion = ReducedMotion.Reduce });
        _context.SetDefaultTimeout(15_000);
        Page = await _context.NewPageAsync();
        Page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") _errors.Add($"{message.Type}: {message.Text} ({message.Location})");
        };
        Page.PageError += (_, error) => _errors.Add(error);
    }

    public async Task DisposeAsync()
    {
        if (_context is not null) await _context.CloseAsync();
        Http.Dispose();
        if (Sandbox is not null) await Sandbox.DisposeAsync();
        if (_application is not null) await _application.DisposeAsync();
        Assert.Empty(_errors);
    }

    /// <summary>The browser reports a page whose status is an error; this one was meant.</summary>
    protected void ExpectStatus(int status) => Assert.Equal(1, _errors.RemoveAll(error => error.Contains($"the server responded with a status of {status} ", StringComparison.Ordinal)));

    /// <summary>Errors of a network that the test itself cut.</summary>
    protected void Forget(string text) => _errors.RemoveAll(error => error.Contains(text, StringComparison.Ordinal));

    /// <summary>Holds the page to a narrow phone and to a desk, in light and dark, and leaves pictures in artifacts/screenshots.</summary>
    protected async Task LooksRightAsync(string name)
    {
        foreach (var (kind, width, height, scheme) in new[] { ("desk", 1280, 800, ColorScheme.Light), ("narrow-dark", 360, 740, ColorScheme.Dark), ("narrow", 360, 740, ColorScheme.Light) })
        {
            await Page.SetViewportSizeAsync(width, height);
            await Page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await Page.ScreenshotAsync(new() { Path = Screenshots.PathOf($"{name}-{kind}"), FullPage = true });
            var over = await Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            Assert.True(over == 0, $"{name} scrolls sideways by {over} px at {width} px.");
        }

        var small = await Page.EvaluateAsync<string[]>(
            "[...document.querySelectorAll('button, summary, a.card, input:not([type=hidden]), select')].filter(e => e.getBoundingClientRect().height < 44).map(e => e.outerHTML)");
        Assert.True(small.Length == 0, $"{name} has what a finger misses: {string.Join(", ", small)}");
        var nameless = await Page.EvaluateAsync<string[]>(
            "[...document.querySelectorAll('input:not([type=hidden]), select')].filter(e => e.labels.length === 0).map(e => e.outerHTML)");
        Assert.True(nameless.Length == 0, $"{name} has fields without a label: {string.Join(", ", nameless)}");
    }

    /// <summary>Where the browser was sent, once it is back at the application.</summary>
    protected async Task<System.Collections.Specialized.NameValueCollection> BackAsync()
    {
        await Page.WaitForURLAsync(url => url.StartsWith(Callback, StringComparison.Ordinal));
        return HttpUtility.ParseQueryString(new Uri(Page.Url).Query);
    }

    protected Task OpenLoginAsync() => Page.GotoAsync(Sandbox.Origins.Issuer + "authorize?" + string.Join('&', new[]
    {
        ("response_type", "code"), ("client_id", Keepsakes.ClientIds["web"]), ("redirect_uri", Callback), ("scope", "openid profile offline_access"),
        ("audience", "https://api.countersign.example"), ("state", "state-of-the-application"),
        ("code_challenge", Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)))), ("code_challenge_method", "S256"),
    }.Select(pair => $"{pair.Item1}={Uri.EscapeDataString(pair.Item2)}")));

    /// <summary>Types what the person knows into the login page and sends it.</summary>
    protected async Task LogInAsync(string password)
    {
        await Page.GetByLabel("Email address").FillAsync(Ada.Username);
        await Page.GetByLabel("Password").FillAsync(password);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
    }

    /// <summary>Signs in and redeems the code; the tenant's answer.</summary>
    protected async Task<JsonNode> RedeemAsync(string? code) => await FormAsync(
        "oauth/token", ("grant_type", "authorization_code"), ("client_id", Keepsakes.ClientIds["web"]), ("code", code!), ("redirect_uri", Callback), ("code_verifier", Verifier));

    protected async Task<JsonNode> FormAsync(string path, params (string Name, string Value)[] form)
    {
        using var content = new FormUrlEncodedContent(form.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)));
        using var response = await Http.PostAsync(new Uri(Sandbox.Origins.Issuer + path), content);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    private static string MakeFolder()
    {
        var folder = Directory.CreateTempSubdirectory("countersign-browser-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    }
}
