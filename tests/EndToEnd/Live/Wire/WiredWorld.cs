namespace Countersign.Tests.EndToEnd.Live.Wire;

/// <summary>A world of a class's own in which somebody sits on the lines to the tenant and to GitHub.</summary>
public sealed class WiredWorld : IAsyncLifetime
{
    public Middleman Middleman { get; private set; } = null!;

    public LiveWorld World { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Middleman = await Middleman.StartAsync();
        World = await LiveWorld.StartAsync(Middleman, new KeyValuePair<string, string>("Vault:AnswerWithin", "20"));
    }

    public async Task DisposeAsync()
    {
        await World.DisposeAsync();
        await Middleman.DisposeAsync();
    }
}
