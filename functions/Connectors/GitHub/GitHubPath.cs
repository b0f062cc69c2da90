using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Countersign.Connectors.GitHub;

/// <summary>
/// A path below the API's base address, written as an interpolated string: every hole is one escaped segment or query value; with the format
/// <c>:path</c> the slashes of the value stay.
/// </summary>
[InterpolatedStringHandler]
internal readonly struct GitHubPath(int literalLength, int formattedCount)
{
    private readonly StringBuilder _text = new(literalLength + formattedCount * 16);

    public string Value => _text.ToString();

    /// <summary>The numeric repository id that this path is pinned to; null for a path by name.</summary>
    public string? PinnedRepository => Value.Split('/', '?') is ["repositories", var id, ..] ? id : null;

    public void AppendLiteral(string literal) => _text.Append(literal);

    public void AppendFormatted<T>(T value) => _text.Append(Uri.EscapeDataString(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""));

    public void AppendFormatted(string value, string format)
    {
        if (format != "path") throw new FormatException("The only format of a hole is 'path'.");
        _text.AppendJoin('/', value.Split('/').Select(Uri.EscapeDataString));
    }

    /// <summary>The path and more of it.</summary>
    public GitHubPath And(GitHubPath more)
    {
        GitHubPath whole = $"";
        whole._text.Append(_text).Append(more._text);
        return whole;
    }

    public override string ToString() => Value;
}
