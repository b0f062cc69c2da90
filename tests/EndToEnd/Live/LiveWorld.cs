using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using Countersign.Scripts;
using Countersign.Scripts.Story;
using SandboxProcess = Countersign.Scripts.Sandbox;

namespace Countersign.Tests.EndToEnd.Live;

/// <summary>One sandbox and one app, as processes over HTTP, with a data folder of their own. The app is what was built beside these tests.</summary>
public sealed class LiveWorld : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _log = new();
    private readonly SandboxProcess _sandbox;
    private readonly App _app;

    private LiveWorld(string data, SandboxProcess sandbox, int port, IEnumerable<KeyValuePair<string, string>> settings)
    {
        Data = data;
        _sandbox = sandbox;
        _app = new App(port, AppData, sandbox.Settings.Concat(Quick).Concat(settings), _log.Enqueue);
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

    /// <summary>Everything of both processes; deleted at the end.</summary>
    public string Data { get; }

    /// <summary>What the app has: its databases, checkpoints and keys.</summary>
    public string AppData => Path.Combine(Data, "app");

    public SandboxControl Control { get; }

    public JsonElement ControlFile => _sandbox.Control;

    public string Audience { get; }

    public string ApprovalsAudience { get; }

    public Uri Url => new(_app.Url);

    /// <summary>All lines the app has logged, over restarts.</summary>
    public IReadOnlyCollection<string> Log => _log;

    public Store Store => new(Path.Combine(AppData, "app", "app.db"));

    /// <param name="settings">Further settings of the app.</param>
    public static async Task<LiveWorld> StartAsync(params KeyValuePair<string, string>[] settings)
    {
        Build.Configuration = typeof(LiveWorld).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        var data = Directory.CreateTempSubdirectory("countersign-").FullName;
        var port = Ports.FreeRow(2);
        var sandbox = await SandboxProcess.StartAsync(
            Ports.FreeRow(4), Path.Combine(data, "sandbox"), $"http://127.0.0.1:{port}/callback", ["--ciba-interval", "1", "--pushes-per-minute", "60"], default);
        var world = new LiveWorld(data, sandbox, port, settings);
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

    public Task RestartAsync() => _app.StartAsync(default);

    /// <summary>A client of the app's without a token.</summary>
    public Api Door(string? token = null) => new(Url, token, new ContractHandler());

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _sandbox.DisposeAsync();
        Control.Dispose();
        Directory.Delete(Data, recursive: true);
    }
}
