using System.Globalization;
using System.Text.Json;

namespace Countersign.Runtime.Hosting;

/// <summary>The parts of host.json that this host obeys. What it does not know is left to the real one.</summary>
internal sealed class HostJson
{
    private readonly JsonElement _root;

    private HostJson(JsonElement root)
    {
        _root = root;
    }

    /// <summary>Past it the process ends. Without the setting: 30 minutes, the default outside the consumption plan.</summary>
    public TimeSpan FunctionTimeout => TimeSpanAt("functionTimeout") ?? TimeSpan.FromMinutes(30);

    public string RoutePrefix => TextAt("extensions", "http", "routePrefix") ?? "api";

    /// <summary>Reads <paramref name="directory"/>/host.json; the file has to be there, as for the real host.</summary>
    public static HostJson Read(string directory)
    {
        var file = Path.Combine(directory, "host.json");
        if (!File.Exists(file))
            throw new InvalidOperationException($"There is no host.json in {directory}.");
        return Parse(File.ReadAllText(file));
    }

    public static HostJson Parse(string text)
    {
        using var document = JsonDocument.Parse(
            text, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        var root = document.RootElement.Clone();
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("version", out var version) || version.GetString() != "2.0")
            throw new InvalidOperationException("host.json has to say \"version\": \"2.0\".");
        return new HostJson(root);
    }

    public string? TextAt(params ReadOnlySpan<string> path) => At(path) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        _ => throw Wrong(path, "a text"),
    };

    public int? NumberAt(params ReadOnlySpan<string> path) => At(path) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt32(out var value) && value > 0 => value,
        _ => throw Wrong(path, "a whole number above zero"),
    };

    public TimeSpan? TimeSpanAt(params ReadOnlySpan<string> path) => TextAt(path) switch
    {
        null => null,
        var text when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) && span > TimeSpan.Zero => span,
        _ => throw Wrong(path, "a time span such as 00:05:00"),
    };

    private JsonElement? At(ReadOnlySpan<string> path)
    {
        var at = _root;
        foreach (var name in path)
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at))
                return null;
        return at.ValueKind == JsonValueKind.Null ? null : at;
    }

    private static InvalidOperationException Wrong(ReadOnlySpan<string> path, string wanted) =>
        new($"host.json: {string.Join('.', path!)} has to be {wanted}.");
}
