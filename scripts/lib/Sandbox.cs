using System.Text.Json;

namespace Countersign.Scripts;

/// <summary>The sandbox process: started with a data folder of its own, ready when it says so.</summary>
public sealed class Sandbox : IAsyncDisposable
{
    private readonly Child _child;

    private Sandbox(Child child, string data)
    {
        _child = child;
        Settings = JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(Path.Combine(data, "settings.json")))!;
        Control = JsonDocument.Parse(File.ReadAllText(Path.Combine(data, "control.json"))).RootElement.Clone();
    }

    /// <summary>The app's settings for this sandbox, by the names they have for a real tenant.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>Addresses, people and the control token.</summary>
    public JsonElement Control { get; }

    public bool HasExited => _child.HasExited;

    public string LastLines => _child.LastLines;

    public static async Task<Sandbox> StartAsync(int port, string data, string callback, IEnumerable<string> more, CancellationToken ct)
    {
        Directory.CreateDirectory(data);
        var ready = new TaskCompletionSource();
        var child = Child.Start(
            "dotnet",
            [Build.Output("sandbox", "Countersign.Sandbox.dll"), "--port", $"{port}", "--data", data, "--callback", callback, .. more],
            line: text =>
            {
                if (text.Contains("sandbox ready", StringComparison.Ordinal)) ready.TrySetResult();
            });
        using var late = CancellationTokenSource.CreateLinkedTokenSource(ct);
        late.CancelAfter(TimeSpan.FromSeconds(60));
        var ended = child.WaitAsync(late.Token);
        if (await Task.WhenAny(ready.Task, ended) == ended)
        {
            await child.DisposeAsync();
            ct.ThrowIfCancellationRequested();
            throw new ScriptException($"The sandbox did not start:{Environment.NewLine}{child.LastLines}{Environment.NewLine}Is port {port} free? Try --sandbox-port.");
        }

        return new Sandbox(child, data);
    }

    public async ValueTask DisposeAsync() => await _child.DisposeAsync();
}
