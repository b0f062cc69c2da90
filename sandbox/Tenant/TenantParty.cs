using Countersign.Sandbox.Tenant.Ciba;
using Countersign.Sandbox.Tenant.Management;
using Countersign.Sandbox.Tenant.MyAccount;
using Countersign.Sandbox.Tenant.Vault;
using Countersign.Sandbox.World;

namespace Countersign.Sandbox.Tenant;

/// <summary>The Auth0 tenant: everything it holds, and the doors it has.</summary>
public sealed class TenantParty : IParty
{
    private readonly SandboxWorld _world;
    private readonly ClientAssertion _assertions;
    private readonly Sessions _sessions;
    private readonly WaitingLogins _logins;
    private readonly AuthorizationCodes _codes;
    private readonly RefreshTokens _refreshTokens;
    private readonly ConnectSessions _connects;
    private readonly RequestBudget _budget;
    private readonly EnrolmentTickets _tickets = new();

    public TenantParty(SandboxWorld world)
    {
        _world = world;
        Clients = new(world.Options, world.Keepsakes);
        Keys = new(world);
        Issuer = new(world, Keys);
        Pushes = new(world);
        Accounts = new(world);
        Exchanges = new(world);
        Consents = new(world);
        Switches = new();
        Switches.Reset(world.Options.PushesPerMinute);
        _assertions = new(world);
        _sessions = new(world);
        _logins = new(world);
        _codes = new(world);
        _refreshTokens = new(world);
        _connects = new(world);
        _budget = new(world);
    }

    public string Name => "tenant";

    public Clients Clients { get; }

    public SigningKeys Keys { get; }

    public TokenIssuer Issuer { get; }

    public Pushes Pushes { get; }

    public ConnectedAccounts Accounts { get; }

    public Exchanges Exchanges { get; }

    /// <summary>Consents given on GitHub's page and not yet fetched by the tenant.</summary>
    public ProviderConsents Consents { get; }

    public TenantSwitches Switches { get; }

    /// <summary>The name of the person who is signed in in the browser that asks; cookies know no ports.</summary>
    public string? SignedIn(HttpRequest request) => _sessions.Of(request) is { } session ? _world.People.BySub(session.Sub)?.Name : null;

    public void Map(WebApplication app)
    {
        app.UseCrossOrigin(Clients);
        app.UseTenantFaults(_world);
        var tokens = new TokenReader(_world, Keys);
        var authentication = new ClientAuthentication(Clients, _assertions);
        new DiscoveryDoor(_world, Keys).Map(app);
        new AuthorizeDoor(_world, Clients, _sessions, _logins, _codes).Map(app);
        new TokenDoor(
            _world, authentication,
            new(_world, _codes, _refreshTokens, Issuer),
            new(_world, _refreshTokens, Issuer),
            new(Issuer),
            new(_world, Pushes, Issuer),
            new(_world, Accounts, Exchanges, _refreshTokens, tokens, Issuer, Switches)).Map(app);
        new BackchannelDoor(_world, authentication, Pushes, Switches).Map(app);
        new UserInfoDoor(_world, tokens, Issuer).Map(app);
        new LogoutDoor(Clients, _sessions).Map(app);
        new RevocationDoor(_world, authentication, _refreshTokens).Map(app);
        new MyAccountDoor(_world, tokens, Clients, Accounts, _connects, Switches).Map(app);
        new ConnectPages(_world, _connects, Consents).Map(app);
        new ManagementDoor(_world, tokens, Accounts, _budget, _tickets).Map(app);
        new EnrolmentPages(_tickets).Map(app);
    }

    public void Reset()
    {
        _assertions.Reset();
        _sessions.Reset();
        _logins.Reset();
        _codes.Reset();
        _refreshTokens.Reset();
        _connects.Reset();
        _budget.Reset();
        _tickets.Reset();
        Issuer.Reset();
        Pushes.Reset();
        Accounts.Reset();
        Exchanges.Reset();
        Consents.Reset();
        Switches.Reset(_world.Options.PushesPerMinute);
    }
}
