using System.Collections.Concurrent;
using Countersign.Sandbox.World;

namespace Countersign.Sandbox.Tenant.MyAccount;

/// <summary>Codes by which GitHub tells the tenant that somebody allowed the app: one use, ten minutes.</summary>
public sealed class ProviderConsents(SandboxWorld world)
{
    private readonly ConcurrentDictionary<string, (ProviderAccount Account, DateTimeOffset Until)> _codes = new(StringComparer.Ordinal);

    public string Issue(ProviderAccount account)
    {
        var code = RandomText.Hex(20);
        _codes[code] = (account, world.Time.GetUtcNow().AddMinutes(10));
        return code;
    }

    public ProviderAccount? Take(string code) =>
        _codes.TryRemove(code, out var found) && found.Until > world.Time.GetUtcNow() ? found.Account : null;

    public void Reset() => _codes.Clear();
}
