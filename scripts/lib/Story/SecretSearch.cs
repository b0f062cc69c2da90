using System.Text;
using System.Text.RegularExpressions;

namespace Countersign.Scripts.Story;

/// <summary>Looks for secrets in every file that the app keeps and every line it wrote: those we know, and whatever has a token's form.</summary>
public static partial class SecretSearch
{
    /// <param name="folder">The data folder of an app that is stopped, so that its files are whole; its keys and the sandbox's own folder are left out.</param>
    /// <returns>A line for each find: where, and of what kind. Never the secret.</returns>
    public static IReadOnlyList<string> Run(string folder, IEnumerable<string> lines, IReadOnlyCollection<string> known)
    {
        var found = new List<string>();
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(folder, file);
            if (name.StartsWith("keys", StringComparison.Ordinal) || name.StartsWith("sandbox", StringComparison.Ordinal)) continue;
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            Look(name, Encoding.Latin1.GetString(bytes.GetBuffer(), 0, (int)bytes.Length), known, found);
        }

        Look("the app's output", string.Join('\n', lines), known, found);
        return found;
    }

    private static void Look(string where, string text, IReadOnlyCollection<string> known, List<string> found)
    {
        foreach (var secret in known)
        {
            var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)).TrimEnd('=');
            var hex = Convert.ToHexString(Encoding.UTF8.GetBytes(secret));
            if (text.Contains(secret, StringComparison.Ordinal) || text.Contains(encoded[..^2], StringComparison.Ordinal) || text.Contains(hex, StringComparison.OrdinalIgnoreCase))
                found.Add($"{where}: a secret that was handed out");
        }

        if (Jwt().IsMatch(text)) found.Add($"{where}: a signed token");
        if (Provider().IsMatch(text)) found.Add($"{where}: a provider token");
        if (text.Contains("PRIVATE KEY-----", StringComparison.Ordinal)) found.Add($"{where}: a private key");
    }

    [GeneratedRegex("eyJ[A-Za-z0-9_-]{16,}\\.eyJ[A-Za-z0-9_-]{16,}\\.[A-Za-z0-9_-]{16,}", RegexOptions.CultureInvariant)]
    private static partial Regex Jwt();

    [GeneratedRegex("gh[uprso]_[A-Za-z0-9]{16,}", RegexOptions.CultureInvariant)]
    private static partial Regex Provider();
}
