using System.Diagnostics;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Countersign.Identity;

namespace Countersign.Vault;

/// <summary>What Token Vault returned for a connection. Lives in one stack frame, prints as <c>[redacted]</c>.</summary>
[JsonConverter(typeof(RefusesToBeWritten<ProviderToken>)), DebuggerDisplay("[redacted]")]
public sealed class ProviderToken(string value)
{
    private readonly string _value = value;

    /// <summary>The only way out.</summary>
    public AuthenticationHeaderValue ToHeader() => new("Bearer", _value);

    /// <summary>SHA-256 in lower-case hex: the tenant's log calls it <c>token_thumbprint</c>.</summary>
    public string Thumbprint() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(_value)));

    public override string ToString() => "[redacted]";
}
