using System.Text.Json;

namespace Countersign.Runtime.Hosting;

/// <summary><c>Values</c> of local.settings.json become settings, with <c>__</c> for <c>:</c> as in the environment.</summary>
internal static class LocalSettings
{
    public static IEnumerable<KeyValuePair<string, string?>> Read(string directory)
    {
        var file = Path.Combine(directory, "local.settings.json");
        if (!File.Exists(file))
            return [];
        using var document = JsonDocument.Parse(
            File.ReadAllText(file), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        if (!document.RootElement.TryGetProperty("Values", out var values))
            return [];
        return values.EnumerateObject()
            .Select(value => KeyValuePair.Create(value.Name.Replace("__", ":", StringComparison.Ordinal), value.Value.GetString()))
            .ToArray();
    }
}
