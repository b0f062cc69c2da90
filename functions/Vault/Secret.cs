using System.Diagnostics;
using System.Text.Json.Serialization;
using Countersign.Identity;

namespace Countersign.Vault;

/// <summary>A value that must not be seen: a client's secret, an <c>auth_req_id</c>, an assertion. Prints as <c>[redacted]</c>.</summary>
[JsonConverter(typeof(RefusesToBeWritten<Secret>)), DebuggerDisplay("[redacted]")]
public sealed class Secret(string value)
{
    private readonly string _value = value;

    /// <summary>The only way out: into a request to the tenant, or into a seal.</summary>
    internal string Reveal() => _value;

    public override string ToString() => "[redacted]";
}
