using System.Collections.Concurrent;
using Countersign.Sandbox.World;

namespace Countersign.Sandbox.Tenant;

/// <summary>What a code stands for.</summary>
public sealed record AuthorizationCode(AuthorizeRequest Request, Session Session, DateTimeOffset ExpiresAt);

/// <summary>Codes of <c>/authorize</c>: one use, ten minutes.</summary>
public sealed class AuthorizationCodes(SandboxWorld world)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, AuthorizationCode> _codes = new(StringComparer.Ordinal);

    public string Issue(AuthorizeRequest request, Session session)
    {
        var code = world.Issued.Note("authorization_code", RandomText.Of(43));
        _codes[code] = new(request, session, world.TenantTime.GetUtcNow() + Lifetime);
        return code;
    }

    /// <summary>Uses the code up; null when it is unknown, used or over.</summary>
    public AuthorizationCode? Take(string code) =>
        _codes.TryRemove(code, out var found) && found.ExpiresAt > world.TenantTime.GetUtcNow() ? found : null;

    public void Reset() => _codes.Clear();
}
