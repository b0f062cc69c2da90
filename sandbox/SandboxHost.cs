using System.Net;
using System.Net.NetworkInformation;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Countersign.Sandbox.Control;
using Countersign.Sandbox.GitHub;
using Countersign.Sandbox.Model;
using Countersign.Sandbox.Phone;
using Countersign.Sandbox.Tenant;
using Countersign.Sandbox.Tenant.MyAccount;
using Countersign.Sandbox.World;

namespace Countersign.Sandbox;

/// <summary>A running sandbox: the parties, each listening on an origin of its own.</summary>
public sealed class SandboxHost : IAsyncDisposable
{
    private readonly List<WebApplication> _applications = [];
    private readonly X509Certificate2? _certificate;
    private readonly IReadOnlyList<IParty> _parties;

    private SandboxHost(SandboxWorld world, X509Certificate2? certificate)
    {
        World = world;
        _certificate = certificate;
        Tenant = new(world);
        _parties =
        [
            Tenant,
            new ProviderConsentPage(world, Tenant.Consents), new GitHubParty(world),
            new ModelParty(world),
            new PhoneParty(world, Tenant.Pushes, Tenant.SignedIn), new ControlParty(world, Tenant, () => _parties!, Reset), // asked for when it listens, and set then
        ];
    }

    public SandboxWorld World { get; }

    /// <summary>The tenant, for what a test wants to see of it without asking over HTTP.</summary>
    public TenantParty Tenant { get; }

    /// <summary>The origins over plain HTTP.</summary>
    public Origins Origins => World.Origins;

    /// <summary>Starts the parties and writes <c>settings.json</c> and <c>control.json</c>. With port 0 four free ports are taken.</summary>
    /// <exception cref="IOException">A port that was asked for is taken.</exception>
    public static async Task<SandboxHost> StartAsync(SandboxOptions options, CancellationToken cancellationToken)
    {
        var keepsakes = Keepsakes.In(options.Data);
        var certificate = options.Https ? OwnCertificate.In(options.Data, options.Time) : null;
        for (var attempt = 1; ; attempt++)
        {
            var port = options.Port == 0 ? FreePorts() : options.Port;
            var host = new SandboxHost(new(options, new("http", options.Host, port, options.TenantOrigin), keepsakes), certificate);
            try
            {
                await host.ListenAsync(cancellationToken).ConfigureAwait(false);
                StartFiles.Write(host.World, host.Tenant.Clients);
                return host;
            }
            catch (IOException) when (options.Port == 0 && attempt < 20)
            {
                await host.DisposeAsync().ConfigureAwait(false); // somebody took a port between the look and the bind
            }
        }
    }

    /// <summary>Back to the seed; keys and clients stay.</summary>
    public void Reset()
    {
        World.Reset();
        foreach (var party in _parties)
            party.Reset();
    }

    /// <summary>Ends when the process is told to stop.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken) => _applications[0].WaitForShutdownAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        foreach (var application in _applications)
        {
            await application.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
            await application.DisposeAsync().ConfigureAwait(false);
        }
        _applications.Clear();
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        foreach (var (offset, name) in new[] { (0, "tenant"), (1, "github"), (2, "model"), (3, "phone") })
        {
            var builder = WebApplication.CreateEmptyBuilder(new() { ApplicationName = typeof(SandboxHost).Assembly.GetName().Name });
            builder.Services.AddRouting();
            builder.WebHost.UseKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                var address = IPAddress.Parse(World.Options.Host);
                kestrel.Listen(address, Origins.Port + offset);
                if (_certificate is not null)
                    kestrel.Listen(address, Origins.Port + 10 + offset, listen => listen.UseHttps(_certificate));
            });
            var application = builder.Build();
            _applications.Add(application);
            application.UseKnownHost(World);
            application.UseFaultyLine(World, name);
            foreach (var party in _parties.Where(party => party.Name == name))
                party.Map(application);
            await application.StartAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Looks for a row of ports that nobody listens on now, outside the range that systems give to outgoing connections.</summary>
    private static int FreePorts()
    {
        var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(end => end.Port).ToHashSet();
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(512, 1600) * 20;
            if (!Enumerable.Range(port, 14).Any(taken.Contains))
                return port;
        }
    }
}
