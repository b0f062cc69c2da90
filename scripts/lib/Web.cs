using System.Security.Cryptography;
using System.Text;

namespace Countersign.Scripts;

/// <summary>The web app: built into web/dist when what it is made of changed, for the function app to serve.</summary>
public static class Web
{
    private static readonly string[] Made = ["node_modules", "dist", "schema.gen.ts"];

    private const string Checked = " checked";

    public static string Folder => Repository.PathOf("web");

    /// <summary>Before the function app is built, which takes web/dist along.</summary>
    /// <param name="check">Whether types and lint must hold too.</param>
    public static async Task BuildAsync(bool check = false)
    {
        var stamp = Path.Combine(Folder, "dist", ".stamp");
        var hash = Hash();
        var built = File.Exists(stamp) ? await File.ReadAllTextAsync(stamp) : "";
        if (built != hash && built != hash + Checked)
        {
            await InstallAsync();
            Console.WriteLine("Building the web app …");
            await Npm.RunAsync(Folder, "build", "Run `npm run build` in web/ to see the whole of it.");
            await File.WriteAllTextAsync(stamp, built = hash);
        }

        if (!check || built == hash + Checked) return;
        Console.WriteLine("Checking the web app …");
        await Npm.RunAsync(Folder, "check", "Run `npm run check` in web/ to see the whole of it.");
        await File.WriteAllTextAsync(stamp, hash + Checked);
    }

    public static Task InstallAsync() => Npm.EnsureAsync(Folder, "the web app's packages");

    /// <summary>Vite with hot reload, in front of an app that runs.</summary>
    public static async Task<Child> ServeAsync(int port, string app, Action<string> line)
    {
        await InstallAsync();
        await Npm.RunAsync(Folder, "types", "Is openapi.json whole?");
        var vite = Path.Combine(Folder, "node_modules", "vite", "bin", "vite.js");
        return Child.Start("node", [vite, "--port", $"{port}", "--clearScreen", "false"], new Dictionary<string, string> { ["COUNTERSIGN_APP"] = app }, line, Folder);
    }

    private static string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Sources().Append(Repository.PathOf("openapi.json")).Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetRelativePath(Repository.Root, file) + "\n"));
            hash.AppendData(File.ReadAllBytes(file));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static IEnumerable<string> Sources() =>
        Directory.EnumerateFileSystemEntries(Folder).Where(entry => !Made.Contains(Path.GetFileName(entry)))
            .SelectMany(entry => Directory.Exists(entry) ? Directory.EnumerateFiles(entry, "*", SearchOption.AllDirectories) : [entry])
            .Where(file => !Made.Contains(Path.GetFileName(file)));
}
