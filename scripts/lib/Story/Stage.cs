using System.Text.Json;

namespace Countersign.Scripts.Story;

/// <summary>A fresh world on free ports: the sandbox, the app, and what is needed to look at both from outside.</summary>
public sealed class Stage : IAsyncDisposable
{
    private readonly List<string> _lines = [];

    private Stage(string data, Sandbox sandbox, App app)
    {
        Data = data;
        Sandbox = sandbox;
        App = app;
        var control = sandbox.Control;
        Control = new Api(new Uri(new Uri(control.GetProperty("control").GetString()!), "/"), control.GetProperty("token").GetString());
    }

    public string Data { get; }

    public Sandbox Sandbox { get; }

    public App App { get; private set; }

    public Api Control { get; }

    /// <summary>Everything the app wrote to its output.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines) return [.. _lines];
        }
    }

    /// <param name="sandboxOptions">More options of the sandbox.</param>
    /// <param name="settings">More settings of the app.</param>
    public static async Task<Stage> OpenAsync(string data, IEnumerable<string> sandboxOptions, IReadOnlyDictionary<string, string> settings, CancellationToken ct)
    {
        Directory.CreateDirectory(data);
        var first = Ports.FreeRow(6);
        var sandbox = await Sandbox.StartAsync(first + 2, Path.Combine(data, "sandbox"), $"http://127.0.0.1:{first}/callback", sandboxOptions, ct);
        Stage? stage = null;
        var app = new App(first, data, sandbox.Settings.Concat(settings), line => stage?.Hear(line));
        stage = new Stage(data, sandbox, app);
        await app.StartAsync(ct);
        return stage;
    }

    /// <param name="name">A seeded person's.</param>
    public Person Person(string name)
    {
        var person = Sandbox.Control.GetProperty("people").EnumerateArray().First(p => p.GetProperty("name").GetString() == name);
        return new Person(Sandbox.Control, person, Sandbox.Settings["Auth0:Audience"], new Uri(App.Url + "/"));
    }

    /// <summary>Waits for something to be so, looking every 50 ms.</summary>
    public static async Task<T> UntilAsync<T>(string what, TimeSpan atMost, Func<Task<T?>> look, CancellationToken ct)
        where T : class
    {
        var started = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(started) < atMost)
        {
            if (await look() is { } found) return found;
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, ct);
        }

        throw new ScriptException($"{what} did not come about within {atMost.TotalSeconds:0} s. Run it again; scripts/start shows the same road by hand.");
    }

    /// <summary>What the world saw happen at the provider: effects of a kind on a target.</summary>
    public async Task<int> EffectsAsync(string kind, string target, CancellationToken ct)
    {
        var effects = (await Control.GetAsync("control/effects", ct)).Json;
        return effects.EnumerateArray().Count(e => e.GetProperty("kind").GetString() == kind && e.GetProperty("target").GetString() == target);
    }

    /// <summary>The person's newest push, as the phone has it.</summary>
    public async Task<JsonElement?> PushAsync(string person, string state, CancellationToken ct)
    {
        var pushes = (await Control.GetAsync($"control/pushes?person={person}", ct)).Json;
        foreach (var push in pushes.EnumerateArray().Reverse())
        {
            if (push.GetProperty("state").GetString() == state) return push;
        }

        return null;
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Sandbox.DisposeAsync();
        Control.Dispose();
    }

    private void Hear(string line)
    {
        lock (_lines) _lines.Add(line);
    }
}
