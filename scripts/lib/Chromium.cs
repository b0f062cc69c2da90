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
        if (await Packages.InstallAsync("chromium") && await OnPathAsync() is { } installed) return installed;
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
    private static async Task<bool> StartsAsync(string path) => await Packages.RunsAsync(path, ["--version"]);
}
