namespace Countersign.Runtime.Durable.Replay;

/// <summary>The order of orchestration versions: unversioned first, then as .NET versions where both are, else as text without case.</summary>
internal static class OrchestrationVersion
{
    public static int Compare(string? one, string? other)
    {
        var (none, otherNone) = (string.IsNullOrWhiteSpace(one), string.IsNullOrWhiteSpace(other));
        if (none || otherNone)
            return none == otherNone ? 0 : none ? -1 : 1;
        return Version.TryParse(one, out var a) && Version.TryParse(other, out var b)
            ? a.CompareTo(b)
            : string.Compare(one, other, StringComparison.OrdinalIgnoreCase);
    }
}
