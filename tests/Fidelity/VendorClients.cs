using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Countersign.Tests.Fidelity;

/// <summary>Runs a script of <c>clients/</c> on Node: a vendor's own client against the sandbox, which answers with one line of JSON.</summary>
public static class VendorClients
{
    private static readonly string Folder = Find();
    private static readonly Lazy<Task> Installed = new(InstallAsync);

    /// <param name="script">File in <c>clients/</c>, e.g. <c>auth0.mjs</c>.</param>
    /// <param name="input">What the script gets as its first argument.</param>
    /// <param name="certificate">PEM file of the sandbox's certificate, which the script's process trusts.</param>
    /// <exception cref="InvalidOperationException">The script failed; the message holds what it wrote.</exception>
    public static async Task<JsonNode> RunAsync(string script, JsonObject input, string? certificate = null)
    {
        await Installed.Value;
        var output = await RunProcessAsync("node", [script, input.ToJsonString()], certificate);
        var line = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^1];
        return JsonNode.Parse(line) ?? throw new InvalidOperationException($"{script} answered null.");
    }

    private static async Task InstallAsync()
    {
        if (Directory.Exists(Path.Combine(Folder, "node_modules")))
            return;
        var npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
        await RunProcessAsync(npm, ["ci", "--no-audit", "--no-fund"], certificate: null);
    }

    private static async Task<string> RunProcessAsync(string program, IEnumerable<string> arguments, string? certificate)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        if (certificate is not null)
            start.Environment["NODE_EXTRA_CA_CERTS"] = certificate;
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
        var errors = process.StandardError.ReadToEndAsync(deadline.Token);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await errors}{await output}");
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var clients = Path.Combine(folder.FullName, "tests", "Fidelity", "clients");
            if (File.Exists(Path.Combine(clients, "package.json")))
                return clients;
        }
        throw new InvalidOperationException("tests/Fidelity/clients is not above the test's folder.");
    }
}
