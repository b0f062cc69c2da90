using System.Collections.Concurrent;
using Countersign.Sandbox.World;

namespace Countersign.Sandbox.Tenant;

/// <summary>A signed-in browser.</summary>
public sealed record Session(string Id, string Sub, DateTimeOffset AuthenticatedAt);

/// <summary>Browser sessions by cookie.</summary>
public sealed class Sessions(SandboxWorld world)
{
    private const string Cookie = "auth0";

    private readonly ConcurrentDictionary<string, Session> _sessions = new(StringComparer.Ordinal);

    public Session? Of(HttpRequest request) => request.Cookies[Cookie] is { } id ? _sessions.GetValueOrDefault(id) : null;

    public Session Open(HttpContext context, Person person)
    {
        var session = new Session(world.Issued.Note("session", RandomText.Of(32)), person.Sub, world.TenantTime.GetUtcNow());
        _sessions[session.Id] = session;
        context.Response.Cookies.Append(Cookie, session.Id, new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, Path = "/" });
        return session;
    }

    public void Close(HttpContext context)
    {
        if (context.Request.Cookies[Cookie] is { } id)
            _sessions.TryRemove(id, out _);
        context.Response.Cookies.Delete(Cookie);
    }

    public void Reset() => _sessions.Clear();
}
