using System.Collections.Frozen;
using Microsoft.Extensions.Options;

namespace Countersign.Web;

/// <summary>
/// The built web app, read once at its first use from the folder beside the app: small enough to stay in memory, and a name that is not among the files
/// can lead nowhere else. Where it was not built there is none, and its addresses answer as unknown ones do.
/// </summary>
public sealed class WebFiles(IOptions<AppOptions> options)
{
    private const string HashedFolder = "assets/";

    private readonly Lazy<FrozenDictionary<string, WebFile>> _files = new(() => Read(Path.Combine(AppContext.BaseDirectory, options.Value.WebFolder)));

    /// <summary>The page that all addresses of the app share; null where the app was not built.</summary>
    public WebFile? Page => Find("index.html");

    /// <param name="path">Without a leading slash.</param>
    public WebFile? Find(string path) => _files.Value.GetValueOrDefault(path);

    private static FrozenDictionary<string, WebFile> Read(string folder)
    {
        var files = new Dictionary<string, WebFile>(StringComparer.Ordinal);
        if (!Directory.Exists(folder)) return files.ToFrozenDictionary();
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            if (WebFile.TypeOf(file) is not { } type) continue;
            var name = Path.GetRelativePath(folder, file).Replace('\\', '/');
            files[name] = new WebFile(type, name.StartsWith(HashedFolder, StringComparison.Ordinal), File.ReadAllBytes(file), Encoded(file, ".gz"), Encoded(file, ".br"));
        }

        return files.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static byte[]? Encoded(string file, string end) => File.Exists(file + end) ? File.ReadAllBytes(file + end) : null;
}
