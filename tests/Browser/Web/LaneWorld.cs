using Countersign.Tests.EndToEnd.Live;

namespace Countersign.Tests.Browser.Web;

/// <summary>The running world of a lane, for its tests that do nothing to it as a whole: each has a person of its own, so that they do not meet.</summary>
public sealed class LaneWorld : IAsyncLifetime
{
    public LiveWorld World { get; private set; } = null!; // set before any test runs

    public async Task InitializeAsync() => World = await LiveWorld.StartAsync();

    public async Task DisposeAsync() => await World.DisposeAsync();
}
