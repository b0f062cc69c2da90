namespace Countersign.Tests.EndToEnd.Live;

/// <summary>A world for the tests of one class, which kill it, tamper with it or cut its lines.</summary>
public sealed class OwnWorld : IAsyncLifetime
{
    public LiveWorld World { get; private set; } = null!;

    public async Task InitializeAsync() => World = await LiveWorld.StartAsync();

    public async Task DisposeAsync() => await World.DisposeAsync();
}
