using Countersign.Sandbox;
using Countersign.Sandbox.World;

namespace Countersign.Tests.Fidelity;

/// <summary>A sandbox in this process on free ports, with a data folder of its own.</summary>
public sealed class LiveSandbox : IAsyncLifetime
{
    private readonly string _data = Directory.CreateTempSubdirectory("countersign-sandbox-").FullName;
    private SandboxHost? _host;

    public SandboxHost Host => _host ?? throw new InvalidOperationException("The sandbox has not started.");

    public SandboxWorld World => Host.World;

    public HttpClient Http { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false });

    public async Task InitializeAsync() =>
        _host = await SandboxHost.StartAsync(new SandboxOptions { Port = 0, Data = _data }, CancellationToken.None);

    public async Task DisposeAsync()
    {
        Http.Dispose();
        if (_host is not null) await _host.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    /// <summary>A user token of the app for somebody in this world.</summary>
    public string TokenOf(string person) =>
        World.ProviderTokens.Grant((World.People.ByName(person) ?? throw new InvalidOperationException($"Nobody is called {person}.")).GitHub).Access.Text;
}
