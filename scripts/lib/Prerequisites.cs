namespace Countersign.Scripts;

/// <summary>What the tests need beyond the .NET SDK that runs this: Node 20 and its packages. See also <see cref="Chromium"/>.</summary>
public static class Prerequisites
{
    public static async Task EnsureAsync()
    {
        await NodeAsync();
        var clients = Repository.PathOf("tests", "Fidelity", "clients");
        if (File.Exists(Path.Combine(clients, "package-lock.json"))) await PackagesAsync(clients);
    }

    private static async Task NodeAsync()
    {
        var version = "";
        try
        {
            await using var node = Child.Start("node", ["--version"], line: text => version = text);
            await node.WaitAsync();
        }
        catch (System.ComponentModel.Win32Exception)
        {
        }

        if (!version.StartsWith('v') || !int.TryParse(version[1..].Split('.')[0], out var major) || major < 20)
        {
            throw new ScriptException("Node 20 or later is needed for the vendors' own clients. Install it from your system's packages or nodejs.org, then run this again.");
        }
    }

    /// <summary>Installs exactly what the lock file names, when it changed since the last time.</summary>
    private static async Task PackagesAsync(string folder)
    {
        var installed = Path.Combine(folder, "node_modules", ".package-lock.json");
        var wanted = Path.Combine(folder, "package-lock.json");
        if (File.Exists(installed) && File.GetLastWriteTimeUtc(installed) >= File.GetLastWriteTimeUtc(wanted)) return;
        Console.WriteLine("Installing the vendors' clients …");
        var (file, arguments) = OperatingSystem.IsWindows() ? ("cmd", new[] { "/c", "npm", "ci" }) : ("npm", ["ci"]);
        await Child.RunAsync(file, [.. arguments, "--no-audit", "--no-fund"], "Is the npm registry reachable?", folder);
    }
}
