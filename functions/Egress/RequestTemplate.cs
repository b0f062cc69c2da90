namespace Countersign.Egress;

/// <summary>
/// A method and a path template relative to the client's base address: literal segments, <c>{name}</c> for exactly one segment, <c>{*name}</c> last for
/// one or more. The query is free; the origin is the client's own.
/// </summary>
public sealed record RequestTemplate(string Method, string Path)
{
    private readonly string[] _segments = Path.Split('/');

    /// <param name="path">Escaped, relative to the base address, without query and without a leading slash.</param>
    public bool Matches(string method, string path)
    {
        if (!string.Equals(method, Method, StringComparison.Ordinal)) return false;
        var wanted = _segments;
        var found = path.Split('/');
        for (var i = 0; i < wanted.Length; i++)
        {
            if (wanted[i].StartsWith("{*", StringComparison.Ordinal)) return found.Length > i && found.Skip(i).All(IsPlain);
            if (i >= found.Length) return false;
            // An escaped slash inside one segment would reach a server as two.
            var fits = wanted[i].StartsWith('{') ? IsPlain(found[i]) && !HasEscapedSlash(found[i]) : found[i] == wanted[i];
            if (!fits) return false;
        }

        return found.Length == wanted.Length;
    }

    public override string ToString() => $"{Method} {Path}";

    private static bool IsPlain(string segment) => segment is not ("" or "." or "..");

    private static bool HasEscapedSlash(string segment) =>
        segment.Contains("%2F", StringComparison.OrdinalIgnoreCase) || segment.Contains("%5C", StringComparison.OrdinalIgnoreCase);
}
