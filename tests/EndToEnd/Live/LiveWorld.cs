using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using Countersign.Scripts;
using Countersign.Scripts.Story;
using Countersign.Tests.EndToEnd.Live.Secrets;
using Countersign.Tests.EndToEnd.Live.Wire;
using Xunit.Sdk;
using SandboxProcess = Countersign.Scripts.Sandbox;

namespace Countersign.Tests.EndToEnd.Live;

/// <summary>One sandbox and one app, as processes over HTTP, with a data folder of their own. The app is what was built beside these tests.</summary>
public sealed class LiveWorld : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _log = new();
    private readonly SandboxProcess _sandbox;
    private readonly App _app;
    private readonly IReadOnlyList<KeyValuePair<string, string>> _settings;

    private LiveWorld(string data, SandboxProcess sandbox, Collector collector, int port, IEnumerable<KeyValuePair<string, string>> settings)
    {
        Data = data;
        Collector = collector;
        _sandbox = sandbox;
        _settings = [.. sandbox.Settings, .. Quick, .. Told(collector), .. settings];
        _app = new App(port, AppData, _settings, _log.Enqueue);
        Control = new SandboxControl(sandbox.Control);
        Audience = sandbox.Settings["Auth0:Audience"];
        ApprovalsAudience = sandbox.Settings["Auth0:ApprovalsAudience"];
    }

    /// <summary>Short leases, so that a test does not wait for long ones, and no limit on how often a test may look.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Quick { get; } = new Dictionary<string, string>
    {
        ["Actions:CallLimit"] = "5",
        ["Actions:Settling"] = "5",
        ["Limits:RequestsPerSecond"] = "1000",
        ["Limits:Burst"] = "10000",
    };

    /// <summary>Traces and metrics go to a collector, soon enough for a test to see them.</summary>
    private static Dictionary<string, string> Told(Collector collector) => new()
    {
        ["Telemetry:Otlp"] = collector.Address,
        ["Egress:PrivateOrigins:10"] = collector.Address,
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "1000",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "500",
    };

    /// <summary>The tenant names the middleman's origin as its own already.</summary>
    private static Dictionary<string, string> Through(Middleman? middleman) =>
        middleman is null ? [] : new() { ["GitHub:ApiOrigin"] = middleman.GitHub, ["Egress:PrivateOrigins:11"] = middleman.GitHub };

    /// <summary>Everything of both processes; deleted at the end.</summary>
    public string Data { get; }

    /// <summary>What the app has: its databases, checkpoints and keys.</summary>
    public string AppData => Path.Combine(Data, "app");

    public SandboxControl Control { get; }

    public JsonElement ControlFile => _sandbox.Control;

    public string Audience { get; }

    public string ApprovalsAudience { get; }

    public Uri Url => new(_app.Url);

    /// <summary>Where the app sends its traces and metrics.</summary>
    public Collector Collector { get; }

    /// <summary>What the app answered to this test's clients.</summary>
    public AnswerLog Answers { get; } = new();

    public int AppProcess => _app.ProcessId;

    public bool AppHasExited => _app.HasExited;

    /// <summary>All lines the app has logged, over restarts.</summary>
    public IReadOnlyCollection<string> Log => _log;

    public Store Store => new(Path.Combine(AppData, "app", "app.db"));

    /// <param name="settings">Further settings of the app.</param>
    public static Task<LiveWorld> StartAsync(params KeyValuePair<string, string>[] settings) => StartAsync(null, _ => settings);

    /// <param name="settings">Further settings of the app, from the sandbox's control file.</param>
    public static Task<LiveWorld> StartAsync(Func<JsonElement, IEnumerable<KeyValuePair<string, string>>> settings) => StartAsync(null, settings);

    /// <param name="middleman">Sits on the app's lines to the tenant and to GitHub.</param>
    /// <param name="settings">Further settings of the app.</param>
    public static Task<LiveWorld> StartAsync(Middleman? middleman, params KeyValuePair<string, string>[] settings) => StartAsync(middleman, _ => settings);

    private static async Task<LiveWorld> StartAsync(Middleman? middleman, Func<JsonElement, IEnumerable<KeyValuePair<string, string>>> settings)
    {
        Build.Configuration = typeof(LiveWorld).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        var data = Directory.CreateTempSubdirectory("countersign-").FullName;
        var port = Ports.FreeRow(2);
        var row = Ports.FreeRow(4);
        string[] quick = ["--ciba-interval", "1", "--pushes-per-minute", "60"];
        middleman?.Between(new Uri($"http://127.0.0.1:{row}"), new Uri($"http://127.0.0.1:{row + 1}"));
        var sandbox = await SandboxProcess.StartAsync(
            row, Path.Combine(data, "sandbox"), $"http://127.0.0.1:{port}/callback", middleman is null ? quick : [.. quick, "--tenant-origin", middleman.Tenant], default);
        var world = new LiveWorld(data, sandbox, await Collector.StartAsync(), port, Through(middleman).Concat(settings(sandbox.Control)));
        try
        {
            await world._app.StartAsync(default);
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }

        return world;
    }

    /// <summary>Ends the app as a power cut would.</summary>
    public void Kill() => _app.Kill();

    /// <summary>Asks the app to stop, as a host does, and waits for its end.</summary>
    /// <returns>Its exit code.</returns>
    public Task<int> TerminateAsync() => _app.TerminateAsync(default).WithinDeadlineAsync();

    /// <summary>Another process of the app on the same data and another port, not started yet.</summary>
    public App Another(Action<string> line) => new(Ports.FreeRow(1), AppData, _settings, line);

    public Task RestartAsync() => _app.StartAsync(default);

    /// <summary>A client of the app's without a token.</summary>
    public Api Door(string? token = null) => new(Url, token, Line());

    /// <summary>Between a client and the app: what passes is written down and held to the contract.</summary>
    public HttpMessageHandler Line() => new ContractHandler(new AnswerLogHandler(Answers));

    /// <summary>Looks for every secret in every place as it is now.</summary>
    public async Task<IReadOnlyList<Find>> FindSecretsAsync(params (string Name, byte[] Bytes)[] also)
    {
        var search = new CanarySearch(await Canaries.OfAsync(this));
        return [.. (await Places.OfAsync(this)).Concat(also).SelectMany(place => search.In(place.Name, place.Bytes).ToList()).Take(20)];
    }

    /// <summary>Ends the world, and with it every test that used it must have kept law 1: no secret lies in what it leaves behind.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync(); // exports what it still holds
        IReadOnlyList<Find> found = _sandbox.HasExited ? [] : await FindSecretsAsync();
        await _sandbox.DisposeAsync();
        await Collector.DisposeAsync();
        Control.Dispose();
        Directory.Delete(Data, recursive: true);
        if (found.Count > 0) throw new XunitException($"Law 1: secrets lie in clear: {string.Join("; ", found)}");
    }
}
