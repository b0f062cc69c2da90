using Countersign.Sandbox.World;

namespace Countersign.Sandbox.Tenant.MyAccount;

/// <summary>One attempt to connect an account, from <c>/connect</c> to <c>/complete</c>.</summary>
public sealed class ConnectSession
{
    public required string AuthSession { get; init; }

    public required Person Person { get; init; }

    public required string Connection { get; init; }

    public required string RedirectUri { get; init; }

    public required string? State { get; init; }

    public required string? CodeChallenge { get; init; }

    public required string Issuer { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    internal string? Ticket { get; set; }

    /// <summary>State of the tenant's own request to the provider.</summary>
    internal string? ProviderState { get; set; }

    internal string? ConnectCode { get; set; }

    /// <summary>The account that the person allowed at the provider.</summary>
    internal ProviderAccount? Account { get; set; }
}

/// <summary>Attempts under way. Ticket, provider state and code serve once each; all end after 300 seconds.</summary>
public sealed class ConnectSessions(SandboxWorld world)
{
    public const int Lifetime = 300;

    private readonly Lock _lock = new();
    private readonly List<ConnectSession> _sessions = [];

    public (ConnectSession Session, string Ticket) Start(Person person, string connection, string redirectUri, string? state, string? challenge, string issuer)
    {
        var ticket = world.Issued.Note("ticket", Guid.NewGuid().ToString());
        var session = new ConnectSession
        {
            AuthSession = world.Issued.Note("auth_session", RandomText.Of(60)), Person = person, Connection = connection, RedirectUri = redirectUri, State = state, CodeChallenge = challenge,
            Issuer = issuer, ExpiresAt = world.TenantTime.GetUtcNow().AddSeconds(Lifetime), Ticket = ticket,
        };
        lock (_lock)
            _sessions.Add(session);
        return (session, ticket);
    }

    /// <summary>Uses the ticket up and gives the state with which the person goes to the provider.</summary>
    public (ConnectSession Session, string ProviderState)? TakeTicket(string ticket)
    {
        lock (_lock)
        {
            if (Live(session => session.Ticket == ticket) is not { } session)
                return null;
            session.Ticket = null;
            session.ProviderState = RandomText.Of(32);
            return (session, session.ProviderState);
        }
    }

    public ConnectSession? TakeProviderState(string state)
    {
        lock (_lock)
        {
            if (Live(session => session.ProviderState == state) is not { } session)
                return null;
            session.ProviderState = null;
            return session;
        }
    }

    /// <summary>The code that the browser carries back; at most 46 characters.</summary>
    public string Allow(ConnectSession session, ProviderAccount account)
    {
        lock (_lock)
        {
            session.Account = account;
            return session.ConnectCode = world.Issued.Note("connect_code", RandomText.Of(46));
        }
    }

    /// <summary>The person's own session of this name while it lives.</summary>
    public ConnectSession? Find(string authSession, Person person)
    {
        lock (_lock)
            return Live(session => session.AuthSession == authSession && session.Person == person);
    }

    /// <summary>Uses the code up, right or wrong; the allowed account when it was right.</summary>
    public ProviderAccount? TakeCode(ConnectSession session, string code)
    {
        lock (_lock)
        {
            var right = session.ConnectCode == code;
            session.ConnectCode = null;
            return right ? session.Account : null;
        }
    }

    public void End(ConnectSession session)
    {
        lock (_lock)
            _sessions.Remove(session);
    }

    public void Reset()
    {
        lock (_lock)
            _sessions.Clear();
    }

    private ConnectSession? Live(Func<ConnectSession, bool> wanted)
    {
        var now = world.TenantTime.GetUtcNow();
        _sessions.RemoveAll(session => session.ExpiresAt <= now);
        return _sessions.FirstOrDefault(wanted);
    }
}
