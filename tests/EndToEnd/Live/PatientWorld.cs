namespace Countersign.Tests.EndToEnd.Live;

/// <summary>A world of a class's own whose app waits longer for the tenant: for tests of many actions at once.</summary>
public sealed class PatientWorld : IAsyncLifetime
{
    public LiveWorld World { get; private set; } = null!;

    public async Task InitializeAsync() => World = await LiveWorld.StartAsync(new KeyValuePair<string, string>("Vault:AnswerWithin", "20"));

    public async Task DisposeAsync() => await World.DisposeAsync();
}
