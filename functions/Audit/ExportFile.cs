using System.Text.Json;

namespace Countersign.Audit;

/// <summary>Verifies an export offline.</summary>
public static class ExportFile
{
    /// <param name="lines">The export; read twice.</param>
    /// <param name="keys">Keys that are trusted: the export's own key line proves nothing.</param>
    /// <param name="outside">Checkpoints from outside the store, of anybody; the person's latest is used.</param>
    /// <exception cref="InvalidDataException">Not an export.</exception>
    public static ChainReport Verify(Func<IEnumerable<string>> lines, IReadOnlyList<CheckpointKey> keys, IEnumerable<Checkpoint> outside)
    {
        string? principal = null;
        var inside = new List<Checkpoint>();
        foreach (var line in Read(lines()))
        {
            principal ??= line?.Header?.Principal;
            if (line?.Checkpoint is { } checkpoint) inside.Add(checkpoint);
        }

        if (principal is null) throw new InvalidDataException("The file has no header line: it is no export.");
        var latest = outside.Where(checkpoint => checkpoint.Principal == principal).MaxBy(checkpoint => checkpoint.Seq);
        var verifier = new ChainVerifier(principal, keys, inside, latest);
        foreach (var line in Read(lines()))
        {
            if (line is null or { Line: "entry", Entry: null }) verifier.AddUnreadable();
            else if (line.Entry is { } entry) verifier.Add(entry, line.Content);
        }

        return verifier.Finish(null);
    }

    /// <summary>A checkpoint file's lines; what is none is passed over.</summary>
    public static IEnumerable<Checkpoint> Checkpoints(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            if (Parse<Checkpoint>(line, AuditJson.Default.Checkpoint) is { } checkpoint) yield return checkpoint;
        }
    }

    /// <param name="text">A PEM key, or the JSON of <c>/.well-known/countersign-audit.json</c>.</param>
    /// <exception cref="InvalidDataException">Neither.</exception>
    public static IReadOnlyList<CheckpointKey> Keys(string text)
    {
        try
        {
            if (text.TrimStart().StartsWith('-')) return [CheckpointKey.FromPem(text)];
            var set = JsonSerializer.Deserialize(text, AuditJson.Default.PublicKeys) ?? throw new JsonException();
            return [.. set.Keys.Select(CheckpointKey.FromPublic)];
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new InvalidDataException("The key file is neither a P-256 key in PEM nor a JSON Web Key set.");
        }
    }

    private static IEnumerable<ExportLine?> Read(IEnumerable<string> lines) =>
        lines.Where(line => line.Length > 0).Select(line => Parse<ExportLine>(line, AuditJson.Default.ExportLine));

    private static T? Parse<T>(string line, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(line, type);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the second for bytes that are no UTF-8
        {
            return null;
        }
    }
}
