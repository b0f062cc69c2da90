namespace Countersign.Tests.EndToEnd.Live;

/// <summary>The world that all test classes share which do nothing to it as a whole: it lives while one of them runs.</summary>
public sealed class SharedWorld : IAsyncLifetime
{
    private static readonly SemaphoreSlim s_gate = new(1, 1);
    private static LiveWorld? s_world;
    private static int s_users;

    public LiveWorld World { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await s_gate.WaitAsync();
        try
        {
            World = s_world ??= await LiveWorld.StartAsync();
            s_users++;
        }
        finally
        {
            s_gate.Release();
        }
    }

    public async Task DisposeAsync()
    {
        await s_gate.WaitAsync();
        try
        {
            if (--s_users > 0 || s_world is not { } world) return;
            s_world = null; // first: what its end finds fails this class alone, and the next has a world of its own
            await world.DisposeAsync();
        }
        finally
        {
            s_gate.Release();
        }
    }
}
