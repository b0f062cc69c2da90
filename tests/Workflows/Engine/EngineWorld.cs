using Countersign.Runtime.Durable;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Countersign.Tests.Workflows.Engine;

/// <summary>An engine on a file of its own, with a clock that stands still. It can be killed and started again on the same file.</summary>
internal sealed class EngineWorld : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("countersign-engine-");

    public TinyApp App { get; } = new();

    public ManualTime Time { get; } = new();

    /// <summary>What the engine goes by, if not by <see cref="Time"/>.</summary>
    public TimeProvider? Clock { get; set; }

    public string File => Path.Combine(_folder.FullName, "runtime.db");

    public DurableEngine Engine { get; private set; } = null!;

    public DurableTaskClient Client => Engine.Client;

    public string DefaultVersion { get; set; } = "1.0";

    public VersionMatch Match { get; set; } = VersionMatch.CurrentOrOlder;

    public VersionFailure Failure { get; set; } = VersionFailure.Reject;

    public int MaxActivities { get; set; } = 32;

    public int MaxCached { get; set; } = 512;

    public TimeSpan Drain { get; set; } = TimeSpan.FromSeconds(5);

    public ILoggerFactory Logs { get; set; } = NullLoggerFactory.Instance;

    public List<string> Lost { get; } = [];

    public Action<long>? AfterCommit { get; set; }

    public static async Task<EngineWorld> StartAsync(Action<EngineWorld>? set = null)
    {
        var world = new EngineWorld();
        set?.Invoke(world);
        await world.OpenAsync();
        return world;
    }

    public async Task OpenAsync()
    {
        Engine = Create();
        await Engine.StartAsync(CancellationToken.None);
    }

    public DurableEngine Create() => new(
        new DurableOptions
        {
            File = File,
            DefaultVersion = DefaultVersion,
            Match = Match,
            Failure = Failure,
            MaxConcurrentActivities = MaxActivities,
            MaxConcurrentOrchestrators = 8,
            MaxCachedInstances = MaxCached,
            DrainTime = Drain,
            HistoryLost = (message, _) => Lost.Add(message),
        },
        App,
        TinyApp.Converter,
        Clock ?? Time,
        Logs)
    { AfterCommit = AfterCommit };

    /// <summary>As a kill of the process and a new one.</summary>
    public async Task KillAndOpenAsync()
    {
        await Engine.AbandonAsync().WithinDeadlineAsync();
        await OpenAsync();
    }

    public Task<string> StartAsync(string name, object? input = null, string? id = null)
        => Client.ScheduleNewOrchestrationInstanceAsync(name, input, id is null ? null : new StartOrchestrationOptions(id));

    public Task<OrchestrationMetadata> EndAsync(string id) => Client.WaitForInstanceCompletionAsync(id, true).WithinDeadlineAsync();

    /// <summary>Starts, waits for the end and reads the output.</summary>
    public async Task<T?> RunAsync<T>(string name, object? input = null)
    {
        var done = await EndAsync(await StartAsync(name, input));
        Assert.True(done.RuntimeStatus == OrchestrationRuntimeStatus.Completed, $"{done.RuntimeStatus}: {done.FailureDetails}");
        return done.ReadOutputAs<T>();
    }

    /// <summary>Waits until the instance waits for something described so.</summary>
    public Task ParkedAsync(string id, string on)
        => Eventually.TrueAsync(() => Engine.Inspection.Find(id)?.Instance.Waits.Contains(on, StringComparison.Ordinal) == true, $"{id} waits for {on}");

    /// <summary>Tables that are not empty, with how many rows.</summary>
    public string Count(params IEnumerable<string> tables) => string.Join(", ", tables
        .Select(table => (Table: table, Rows: (long)HistorySql.Scalar(File, $"SELECT count(*) FROM {table};")!))
        .Where(one => one.Rows > 0)
        .Select(one => $"{one.Rows} in {one.Table}"));

    public async ValueTask DisposeAsync()
    {
        if (Engine is not null)
            await Engine.AbandonAsync();
        _folder.Delete(recursive: true);
    }
}
