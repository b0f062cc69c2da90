using System.Diagnostics;
using System.Text.Json.Serialization;

namespace Countersign.Identity;

/// <summary>An Auth0 access token: the caller's at a door, or one that came back from an approval. Prints as <c>[redacted]</c>.</summary>
[JsonConverter(typeof(RefusesToBeWritten<AccessToken>)), DebuggerDisplay("[redacted]")]
public sealed class AccessToken(string value)
{
    private readonly string _value = value;

    /// <summary>The only way out: for validation, for sealing as a grant, and as the subject token of an exchange.</summary>
    internal string Reveal() => _value;

    public override string ToString() => "[redacted]";
}
