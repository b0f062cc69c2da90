using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Countersign.Storage;

namespace Countersign.Tests.Fidelity.Storage;

/// <summary>Azurite's table service as a process on a free loopback port, in memory, for an account and key of its own.</summary>
public sealed class Azurite : IAsyncLifetime
{
    private static readonly TimeSpan End = TimeSpan.FromSeconds(10);

    private readonly string _account = "a" + Guid.NewGuid().ToString("n")[..12];
    private readonly string _key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private readonly StringBuilder _output = new();
    private Process? _process;
    private int _port;

    /// <summary>A client with the options of the deployed app.</summary>
    public TableServiceClient Client(HttpPipelineTransport? transport = null)
    {
        var options = AzureTables.Options();
        if (transport is not null) options.Transport = transport;
        return new($"DefaultEndpointsProtocol=http;AccountName={_account};AccountKey={_key};TableEndpoint=http://127.0.0.1:{_port}/{_account};", options);
    }

    public async Task InitializeAsync()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(5), TimeProvider.System);
        await VendorClient.InstallAsync(deadline.Token);
        _port = FreePort();
        var start = new ProcessStartInfo("node", [
            "node_modules/azurite/dist/src/table/main.js", "--inMemoryPersistence", "--tableHost", "127.0.0.1", "--tablePort", $"{_port}",
            "--skipApiVersionCheck", "--silent", "--disableTelemetry",
        ]) { WorkingDirectory = VendorClient.Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["AZURITE_ACCOUNTS"] = $"{_account}:{_key}";
        _process = Process.Start(start) ?? throw new InvalidOperationException("node did not start.");
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        try
        {
            await Eventually.ComesAsync(AnswersAsync, () => $"Azurite answers. It wrote: {Written()}");
        }
        catch
        {
            await DisposeAsync(); // xunit disposes only of what was initialized
            throw;
        }
    }

    public async Task DisposeAsync()
    {
        await StopAsync();
        _process?.Dispose();
        _process = null;
    }

    /// <summary>From here on nobody answers.</summary>
    public async Task StopAsync()
    {
        if (_process is null) return;
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync().WaitAsync(End, TimeProvider.System);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>An answer to this account's key is Azurite's: nobody else knows it.</summary>
    private async Task<string?> AnswersAsync()
    {
        if (_process!.HasExited) throw new InvalidOperationException($"Azurite ended with {_process.ExitCode}: {Written()}");
        try
        {
            await foreach (var _ in Client().QueryAsync(maxPerPage: 1)) break;
            return "answered";
        }
        catch (RequestFailedException)
        {
            return null;
        }
    }

    private void Keep(string? line)
    {
        lock (_output) _output.AppendLine(line);
    }

    private string Written()
    {
        lock (_output) return _output.ToString();
    }
}
