using Countersign.Sandbox.World;

namespace Countersign.Sandbox.Tenant.Vault;

/// <summary>One asked-for exchange.</summary>
/// <param name="At">When, in the tenant's time.</param>
/// <param name="Person">Name of the person; null when the subject token named nobody.</param>
/// <param name="Connection">Connection that was asked for.</param>
/// <param name="Outcome"><c>ok</c>, or the error that was answered.</param>
/// <param name="ClientId">Who asked.</param>
/// <param name="SubjectTokenKind"><c>access_token</c>, <c>refresh_token</c> or <c>approval_token</c>.</param>
public sealed record ExchangeEntry(DateTimeOffset At, string? Person, string? Connection, string Outcome, string ClientId, string SubjectTokenKind);

/// <summary>Every exchange in order, refused ones too.</summary>
public sealed class Exchanges(SandboxWorld world)
{
    private readonly Lock _lock = new();
    private readonly List<ExchangeEntry> _entries = [];

    public IReadOnlyList<ExchangeEntry> All
    {
        get
        {
            lock (_lock)
                return [.. _entries];
        }
    }

    public void Record(Person? person, string? connection, string outcome, string clientId, string kind)
    {
        lock (_lock)
            _entries.Add(new(world.TenantTime.GetUtcNow(), person?.Name, connection, outcome, clientId, kind));
        world.Counters.Add(outcome == "ok" ? "exchanges.ok" : "exchanges.refused");
    }

    public void Reset()
    {
        lock (_lock)
            _entries.Clear();
    }
}
