namespace Countersign.Scripts;

/// <summary>The function app's process on the local runtime.</summary>
public sealed class App : IAsyncDisposable
{
    private readonly int _port;
    private readonly Dictionary<string, string> _environment;
    private readonly Action<string>? _line;
    private Child? _child;

    /// <param name="port">Its loopback port.</param>
    /// <param name="data">The folder that holds its two databases, checkpoints and keys.</param>
    /// <param name="settings">Its settings, as <c>Section:Name</c>.</param>
    /// <param name="line">Called with each line it logs.</param>
    public App(int port, string data, IEnumerable<KeyValuePair<string, string>> settings, Action<string>? line = null)
    {
        _port = port;
        _line = line;
        var (master, signing) = Keys.Ensure(data);
        _environment = new Dictionary<string, string>
        {
            ["Runtime__Url"] = Url,
            ["Runtime__Data"] = Path.Combine(data, "runtime"),
            ["Storage__Directory"] = Path.Combine(data, "app"),
            ["Secrets__MasterKeyFile"] = master,
            ["Audit__SigningKeyFile"] = signing,
            ["Audit__CheckpointFile"] = Path.Combine(data, "checkpoints", "checkpoints.jsonl"),
        };
        foreach (var (name, value) in settings) _environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        foreach (var folder in new[] { "runtime", "app", "checkpoints" }) Directory.CreateDirectory(Path.Combine(data, folder));
    }

    /// <summary>What its process is started with.</summary>
    public IReadOnlyDictionary<string, string> ProcessEnvironment => _environment;

    /// <summary>Its process, once it runs.</summary>
    public int Id => _child?.Id ?? throw new InvalidOperationException("The app was not started.");

    public string Url => $"http://127.0.0.1:{_port}";

    /// <summary>The address of the runtime's inspection page with its token, once the app runs.</summary>
    public string? Inspection { get; private set; }

    /// <summary>Of the process that runs, or ran last.</summary>
    public int ProcessId => _child?.Id ?? 0;

    public bool HasExited => _child?.HasExited ?? true;

    /// <summary>Set after the runtime ended the process because a function passed its time limit; the real host would start it again.</summary>
    public int? ExitCode => _child is { HasExited: true } child ? child.ExitCode : null;

    /// <summary>Starts the process and waits for nothing.</summary>
    public void Launch()
    {
        Inspection = null;
        _child = Child.Start("dotnet", [Build.Output("functions", "Countersign.Functions.dll")], _environment, Hear, Path.GetDirectoryName(Build.Output("functions", "x")));
    }

    public async Task StartAsync(CancellationToken ct)
    {
        Launch();
        await ReadyAsync(ct);
    }

    /// <param name="atMost">How long a start may take; a minute unless told.</param>
    public async Task ReadyAsync(CancellationToken ct, TimeSpan? atMost = null)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        var deadline = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(deadline) < (atMost ?? TimeSpan.FromSeconds(60)))
        {
            if (HasExited) break;
            try
            {
                using var response = await http.GetAsync(new Uri($"{Url}/readyz"), ct);
                if (response.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException)
            {
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, ct);
        }

        throw new ScriptException($"The app did not become ready on {Url}:{Environment.NewLine}{_child?.LastLines}{Environment.NewLine}Is the port free? Try --port; or begin anew with --fresh.");
    }

    public void Kill() => _child?.Kill();

    public void Freeze() => _child?.Freeze();

    public void Thaw() => _child?.Thaw();

    /// <summary>The process' id, for who measures it.</summary>
    public int? Process => _child?.Id;

    /// <summary>Asks it to stop, as a host does, and waits for its end.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> TerminateAsync(CancellationToken ct)
    {
        var child = _child ?? throw new InvalidOperationException("The app was not started.");
        child.Terminate();
        return await child.WaitAsync(ct);
    }

    public async Task StopAsync()
    {
        if (_child is not null) await _child.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_child is not null) await _child.DisposeAsync();
    }

    private void Hear(string text)
    {
        const string inspection = "Inspection on ";
        if (text.StartsWith(inspection, StringComparison.Ordinal)) Inspection = text[inspection.Length..];
        _line?.Invoke(text);
    }
}
