using System.Collections.Frozen;

namespace Countersign.Web;

/// <summary>A file of the built web app, as its three encodings.</summary>
/// <param name="ContentType">By its name's end.</param>
/// <param name="IsHashed">Its name changes with its content, so it may be kept for ever.</param>
public sealed record WebFile(string ContentType, bool IsHashed, byte[] Plain, byte[]? Gzip, byte[]? Brotli)
{
    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>
    {
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".json"] = "application/json",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".ico"] = "image/x-icon",
        [".woff2"] = "font/woff2",
        [".txt"] = "text/plain; charset=utf-8",
        [".webmanifest"] = "application/manifest+json",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Null for what the web app has no business serving.</summary>
    public static string? TypeOf(string path) => Types.GetValueOrDefault(Path.GetExtension(path));

    /// <summary>The smallest that the reader takes.</summary>
    public (byte[] Bytes, string? Encoding) For(string? acceptEncoding)
    {
        if (Brotli is not null && Takes(acceptEncoding, "br")) return (Brotli, "br");
        if (Gzip is not null && Takes(acceptEncoding, "gzip")) return (Gzip, "gzip");
        return (Plain, null);
    }

    private static bool Takes(string? header, string encoding) => (header ?? "").Split(',').Any(part =>
        part.Split(';') is [var name, .. var rest] && name.Trim().Equals(encoding, StringComparison.OrdinalIgnoreCase)
        && !rest.Any(weight => weight.Replace(" ", "", StringComparison.Ordinal) is "q=0" or "q=0.0"));
}
