using Countersign.Tests.Bench.Measuring;

namespace Countersign.Tests.Bench.Ground;

/// <summary>What every group of figures is given. The world is started by the first that needs it.</summary>
internal sealed class Scene(Plan plan, Report report, string data, Samples sync) : IAsyncDisposable
{
    private BenchWorld? _world;

    public Plan Plan { get; } = plan;

    public Report Report { get; } = report;

    public string Data { get; } = data;

    /// <summary>What a sync cost when the run began.</summary>
    public Samples Sync { get; } = sync;

    public async Task<BenchWorld> WorldAsync(CancellationToken ct) => _world ??= await BenchWorld.OpenAsync(Folder("world"), ct);

    /// <summary>A folder of a figure's own, on the same disk.</summary>
    public string Folder(string name) => Directory.CreateDirectory(Path.Combine(Data, name)).FullName;

    public async ValueTask DisposeAsync()
    {
        if (_world is not null) await _world.DisposeAsync();
    }
}
