namespace Countersign.Scripts;

/// <summary>Node's package manager in a folder that has a lock file.</summary>
public static class Npm
{
    /// <summary>Installs exactly what the lock file names, when it changed since the last time.</summary>
    public static async Task EnsureAsync(string folder, string whatFor)
    {
        var installed = Path.Combine(folder, "node_modules", ".package-lock.json");
        var wanted = Path.Combine(folder, "package-lock.json");
        if (File.Exists(installed) && File.GetLastWriteTimeUtc(installed) >= File.GetLastWriteTimeUtc(wanted)) return;
        Console.WriteLine($"Installing {whatFor} …");
        var (file, arguments) = Command("ci", "--no-audit", "--no-fund");
        await Child.RunAsync(file, arguments, "Is the npm registry reachable?", folder);
    }

    public static async Task RunAsync(string folder, string script, string whatToTry)
    {
        var (file, arguments) = Command("run", "--silent", script);
        await Child.RunAsync(file, arguments, whatToTry, folder);
    }

    /// <summary>On Windows npm is a batch file, which only a shell starts.</summary>
    public static (string File, string[] Arguments) Command(params string[] arguments) =>
        OperatingSystem.IsWindows() ? ("cmd", ["/c", "npm", .. arguments]) : ("npm", arguments);
}
