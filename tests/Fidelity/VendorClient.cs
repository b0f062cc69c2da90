using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Countersign.Tests.Fidelity;

/// <summary>Runs one of the scripts in <c>clients/</c>, which drive the sandbox with vendors' npm packages, and reads the JSON object it prints last.</summary>
internal static class VendorClient
{
    private static readonly SemaphoreSlim Installing = new(1, 1);

    public static string Folder { get; } = BesideThisFile();

    public static async Task<JsonElement> RunAsync(string script, string scenario, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        await InstallAsync(cancellationToken);
        var (code, output, error) = await StartAsync("node", [script, scenario], settings, cancellationToken);
        Assert.True(code == 0, $"{script} {scenario} ended with {code}: {error}\n{output}");
        return JsonDocument.Parse(output.Trim().Split('\n')[^1]).RootElement.Clone();
    }

    /// <summary>Packages are installed once, from the lock file, when they are not there.</summary>
    public static async Task InstallAsync(CancellationToken cancellationToken)
    {
        await Installing.WaitAsync(cancellationToken);
        try
        {
            var installed = Path.Combine(Folder, "node_modules", ".package-lock.json");
            if (File.Exists(installed) && File.GetLastWriteTimeUtc(installed) >= File.GetLastWriteTimeUtc(Path.Combine(Folder, "package-lock.json"))) return;
            var npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
            var (code, output, error) = await StartAsync(npm, ["ci", "--no-audit", "--no-fund"], new Dictionary<string, string>(), cancellationToken);
            Assert.True(code == 0, $"npm ci ended with {code}: {error}\n{output}");
        }
        finally
        {
            Installing.Release();
        }
    }

    private static string BesideThisFile([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here) ?? "", "clients");

    private static async Task<(int Code, string Output, string Error)> StartAsync(
        string file, string[] arguments, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(file, arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in settings) start.Environment[name] = value;
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{file} did not start.");
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
