using Countersign.Runtime.Durable.Clients;
using Countersign.Runtime.Durable.Dispatch;
using Countersign.Runtime.Durable.Inspection;
using Countersign.Runtime.Durable.Storage;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Countersign.Runtime.Durable;

/// <summary>
/// The durable backend of one process: replay over a recorded history. A turn is written with everything it decided before any of it is dispatched,
/// so a kill at any moment leaves instances that go on where they were.
/// </summary>
internal sealed class DurableEngine(DurableOptions options, IFunctionInvoker functions, DataConverter converter, TimeProvider time, ILoggerFactory logs)
    : IAsyncDisposable
{
    /// <summary>How long cancelled activities have to end.</summary>
    private static readonly TimeSpan s_cancelTime = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _cancel = new();
    private readonly object _gate = new();
    private EngineCore? _core;
    private DurableTaskClient? _client;
    private Task _turns = Task.CompletedTask;
    private Task _activities = Task.CompletedTask;
    private Task? _stopped;
    private int _lost;

    /// <summary>Starts, reads and wakes instances; from the start of the engine on.</summary>
    public DurableTaskClient Client => _client ?? throw NotStarted();

    /// <summary>What a developer needs to see why an instance waits.</summary>
    public DurableInspection Inspection => new(Core);

    /// <summary>The next delivery of this activity is made twice at once.</summary>
    public void Double(string activity) => Core.Doubled.Ask(activity);

    /// <summary>Instances that are in memory.</summary>
    public int InstancesInMemory => Core.Instances.Count;

    /// <summary>Called after each durable commit with its number, before anybody learns of it: where a kill hurts most.</summary>
    internal Action<long>? AfterCommit { get; init; }

    private EngineCore Core => _core ?? throw NotStarted();

    /// <summary>Opens the history and goes on with everything that it holds.</summary>
    /// <exception cref="InvalidOperationException">Another process has the file, it is of a newer schema, or it cannot be made durable.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        options.Validate();
        cancellationToken.ThrowIfCancellationRequested();
        var core = new EngineCore(options, functions, converter, time, logs, HistoryFile.Open(options.File, options.Synchronous), OnLost);
        core.Writer.AfterCommit = AfterCommit;
        _core = core;
        _client = new LocalDurableClient(core);

        var (messages, work) = core.File.Read(r => (r.Inbox(), r.Work()));
        Log.Started(core.Log, options.File, messages.Count, work.Count);
        foreach (var message in messages)
            core.Instances.Deliver(message);
        foreach (var one in work)
            core.Activities.Add(one);
        _turns = new TurnDispatcher(core).RunAsync(_stop.Token);
        _activities = new ActivityDispatcher(core).RunAsync(_stop.Token, _cancel.Token);
        core.Timers.Serve();
        return Task.CompletedTask;
    }

    /// <summary>Takes up no further turn or activity. The client still serves whoever is about to end, until <see cref="StopAsync"/>.</summary>
    public void StopTaking() => _stop.Cancel();

    /// <summary>Takes up nothing new, lets running activities end, cancels them after the drain time, writes what there is to write and closes the file.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
            return _stopped ??= DrainAsync(cancellationToken);
    }

    /// <summary>
    /// Ends as a kill of the process would: what is not committed is lost, and nobody learns of what is. Completes when another engine can open the file.
    /// </summary>
    public Task AbandonAsync()
    {
        lock (_gate)
            return _stopped ??= EndAsKilledAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        _stop.Dispose();
        _cancel.Dispose();
    }

    private async Task DrainAsync(CancellationToken cancellationToken)
    {
        if (_core is not { } core)
            return;
        await _stop.CancelAsync();
        core.Timers.Dispose();
        await _turns;
        if (!await EndsAsync(_activities, options.DrainTime, cancellationToken))
        {
            await _cancel.CancelAsync();
            await EndsAsync(_activities, s_cancelTime, cancellationToken);
        }

        await core.Writer.CloseAsync();
        core.File.Dispose();
    }

    private async Task EndAsKilledAsync()
    {
        if (_core is not { } core)
            return;
        core.Writer.Abandon();
        await _stop.CancelAsync();
        core.Timers.Dispose();
        await core.Writer.Ended;
        core.File.Dispose();
    }

    private async Task<bool> EndsAsync(Task work, TimeSpan within, CancellationToken cancellationToken)
    {
        if (work.IsCompleted)
            return true;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var done = await Task.WhenAny(work, Task.Delay(within, time, ended.Token)) == work;
        await ended.CancelAsync();
        return done;
    }

    private void OnLost(Exception cause)
    {
        if (Interlocked.Exchange(ref _lost, 1) != 0)
            return;
        Log.HistoryLost(logs.CreateLogger("Countersign.Runtime.Durable"), cause);
        options.HistoryLost($"The durable history {options.File} can no longer be written. Nothing is durable any more, so the process ends.", cause);
    }

    private static InvalidOperationException NotStarted() => new("The durable engine has not been started.");
}
