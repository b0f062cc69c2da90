namespace Countersign.Scripts;

/// <summary>The browser that tests/Browser drives: what the machine has, else the system's package, else the build that Playwright installs for itself.</summary>
public static class Chromium
{
    /// <summary>By this name the tests are told where it is.</summary>
    public const string Variable = "COUNTERSIGN_CHROMIUM";

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    /// <returns>Its path; null when it is Playwright's own, which Playwright finds by itself.</returns>
    /// <exception cref="ScriptException">There is none and none could be installed.</exception>
    public static async Task<string?> EnsureAsync()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given)
        {
            return await StartsAsync(given) ? given : throw new ScriptException($"{Variable} names {given}, which does not start. Unset it, or name a Chromium.");
        }

        if (await OnPathAsync() is { } found) return found;
        Console.WriteLine("Installing Chromium …");
        if (await FromPackagesAsync() && await OnPathAsync() is { } installed) return installed;
        await Child.RunAsync(
            "node",
            [Build.Output(Path.Combine("tests", "Browser"), Path.Combine(".playwright", "package", "cli.js")), "install", "chromium"],
            $"No Chromium was found, the system's packages gave none, and Playwright's installer failed. Install one by hand and name it in {Variable}.");
        return null;
    }

    private static async Task<string?> OnPathAsync()
    {
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            foreach (var name in Names)
            {
                var path = Path.Combine(folder, name);
                if (File.Exists(path) && await StartsAsync(path)) return path;
            }
        }

        return null;
    }

    /// <summary>Some systems have a file of that name which only says where the browser could be had.</summary>
    private static async Task<bool> StartsAsync(string path) => await RunsAsync(path, ["--version"]);

    private static async Task<bool> FromPackagesAsync()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/apt-get")) return false;
        string[] asRoot = Environment.IsPrivilegedProcess ? ["env"] : ["sudo", "-n", "env"];
        string[] apt = [.. asRoot, "DEBIAN_FRONTEND=noninteractive", "apt-get"];
        return await RunsAsync(apt[0], [.. apt[1..], "update", "-qq"]) && await RunsAsync(apt[0], [.. apt[1..], "install", "-y", "-qq", "chromium"]);
    }

    private static async Task<bool> RunsAsync(string file, string[] arguments)
    {
        try
        {
            await using var child = Child.Start(file, arguments);
            return await child.WaitAsync() == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // not there, or not for us to run
        }
    }
}
