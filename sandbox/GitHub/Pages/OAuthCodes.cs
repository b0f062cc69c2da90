using Countersign.Sandbox.World;

namespace Countersign.Sandbox.GitHub.Pages;

/// <summary>Authorization codes: ten minutes, once, for the redirect address they were made for.</summary>
internal sealed class OAuthCodes(TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly Dictionary<string, (ProviderAccount Account, string RedirectUri, DateTimeOffset Ends)> _codes = new(StringComparer.Ordinal);

    public string Make(ProviderAccount account, string redirectUri)
    {
        var code = RandomText.Hex(20);
        _codes[code] = (account, redirectUri, time.GetUtcNow() + Lifetime);
        return code;
    }

    /// <summary>Uses a code up; null when it is unknown, used or old.</summary>
    public (ProviderAccount Account, string RedirectUri)? Take(string code) =>
        _codes.Remove(code, out var held) && held.Ends > time.GetUtcNow() ? (held.Account, held.RedirectUri) : null;

    public void Clear() => _codes.Clear();
}
