using Countersign.Sandbox.World;

namespace Countersign.Sandbox.Tenant;

/// <summary>Everything that comes of one sign-in: one family of refresh tokens.</summary>
public sealed class RefreshFamily
{
    public required Client Client { get; init; }

    public required string Sub { get; init; }

    /// <summary>The API that was asked for at sign-in; null when none was.</summary>
    public required ApiKind? Api { get; init; }

    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>End of the family whatever happens; rotation does not move it.</summary>
    public required DateTimeOffset EndsAt { get; init; }

    public required string Session { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    internal DateTimeOffset UsedAt { get; set; }

    internal string Current { get; set; } = "";

    internal string? Previous { get; set; }

    internal DateTimeOffset RotatedAt { get; set; }

    internal bool Revoked { get; set; }
}

/// <summary>Refresh tokens: rotation, leeway, family revocation, idle and absolute life, at most 200 for a person and a client.</summary>
public sealed class RefreshTokens(SandboxWorld world)
{
    private static readonly TimeSpan Idle = TimeSpan.FromDays(30);
    private static readonly TimeSpan Absolute = TimeSpan.FromDays(30);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, RefreshFamily> _byToken = new(StringComparer.Ordinal);

    /// <summary>Starts a family and gives its first token; the oldest family goes when there are 200.</summary>
    public string Issue(Client client, string sub, ApiKind? api, IReadOnlyList<string> scopes, string session)
    {
        lock (_lock)
        {
            var now = world.TenantTime.GetUtcNow();
            var own = _byToken.Values.Where(family => !family.Revoked && family.Client.Id == client.Id && family.Sub == sub).Distinct().ToList();
            if (own.Count >= 200)
                own.MinBy(family => family.CreatedAt)!.Revoked = true; // there are 200, so there is one
            var made = new RefreshFamily
            {
                Client = client, Sub = sub, Api = api, Scopes = scopes, Session = session, CreatedAt = now, EndsAt = now + Absolute, UsedAt = now,
            };
            return Next(made);
        }
    }

    /// <summary>Uses a token. A rotating client gets another; a token that was rotated away ends its whole family.</summary>
    /// <returns>The family and the token to hand out (null when it stays the same); null family when the token is dead.</returns>
    public (RefreshFamily? Family, string? Replacement) Use(string token, Client client)
    {
        lock (_lock)
        {
            if (Live(token, client) is not { } family)
                return (null, null);
            var now = world.TenantTime.GetUtcNow();
            if (client.Rotation == Rotation.NonRotating)
            {
                family.UsedAt = now;
                return (family, null);
            }
            if (token != family.Current)
            {
                var leeway = TimeSpan.FromSeconds(world.Options.RefreshLeeway);
                if (token != family.Previous || leeway == TimeSpan.Zero || now > family.RotatedAt + leeway)
                {
                    family.Revoked = true;
                    return (null, null);
                }
            }
            family.UsedAt = now;
            family.Previous = family.Current;
            family.RotatedAt = now;
            return (family, Next(family));
        }
    }

    /// <summary>The family of a token that is good now, without using it.</summary>
    public RefreshFamily? Look(string token, Client client)
    {
        lock (_lock)
            return Live(token, client) is { } family && token == family.Current ? family : null;
    }

    /// <summary>Ends the family of a token that this client holds. An unknown token is no error.</summary>
    public void Revoke(string token, Client client)
    {
        lock (_lock)
        {
            if (_byToken.TryGetValue(token, out var family) && family.Client.Id == client.Id)
                family.Revoked = true;
        }
    }

    public void Reset()
    {
        lock (_lock)
            _byToken.Clear();
    }

    private RefreshFamily? Live(string token, Client client)
    {
        var now = world.TenantTime.GetUtcNow();
        return _byToken.TryGetValue(token, out var family) && family.Client.Id == client.Id && !family.Revoked
            && now < family.EndsAt && now < family.UsedAt + Idle
            ? family
            : null;
    }

    private string Next(RefreshFamily family)
    {
        var token = world.Issued.Note("refresh_token", "v1." + RandomText.Of(62));
        family.Current = token;
        _byToken[token] = family;
        return token;
    }
}
