using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Countersign.Actions;

namespace Countersign.Tests.Workflows.Actions;

/// <summary>The same world with the app in a process of its own, which can be killed and started again on the same port and folders.</summary>
public sealed class KillableWorld : ActionsWorld
{
    private readonly int _port = FreePort();
    private Process? _app;

    /// <summary>SIGKILL: nothing is drained, nothing is written any more.</summary>
    public async Task KillAsync()
    {
        _app!.Kill(); // started with the fixture
        await _app.WaitForExitAsync();
        _app.Dispose();
        _app = null;
    }

    public Task RestartAsync() => StartAppAsync();

    protected override async Task<Uri> StartAppAsync()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = AppContext.BaseDirectory };
        start.ArgumentList.Add(typeof(ActRef).Assembly.Location);
        foreach (var setting in await SettingsAsync()) start.ArgumentList.Add(setting);
        start.ArgumentList.Add($"--Runtime:Url=http://127.0.0.1:{_port}");
        _app = Process.Start(start)!;
        _app.BeginErrorReadLine();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await _app.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
            if (line.StartsWith("Listening on ", StringComparison.Ordinal))
            {
                _ = _app.StandardOutput.ReadToEndAsync(); // a full pipe would stop the app
                return new Uri($"http://127.0.0.1:{_port}");
            }

        throw new InvalidOperationException($"The app ended with {_app.ExitCode} before it listened.");
    }

    protected override async Task StopAppAsync()
    {
        if (_app is not null) await KillAsync();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
