using System.Globalization;
using System.Text;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Countersign.Runtime.Durable.Replay;

/// <summary>The context that orchestrator code sees.</summary>
internal sealed partial class ReplayContext(Turn turn, DataConverter converter, ILoggerFactory logs, TurnSettings settings) : TaskOrchestrationContext
{
    private const int CustomStatusLimit = 16 * 1024;

    private int _guids;

    public override TaskName Name => turn.Start.Name;

    public override string InstanceId => turn.InstanceId;

    public override ParentOrchestrationInstance? Parent
        => turn.Start.Parent is { } parent ? new(parent.Name, parent.InstanceId) : null;

    public override DateTime CurrentUtcDateTime => turn.Now;

    public override bool IsReplaying => turn.IsReplaying;

    public override string Version => turn.Start.Version;

    protected override ILoggerFactory LoggerFactory => logs;

    public string? CustomStatus { get; private set; }

    /// <summary>Set once the orchestrator asked to start over.</summary>
    public NextExecution? NextInput { get; private set; }

    /// <summary>Events that the next execution is to see.</summary>
    public List<HistoryEvent.EventRaised> Carried { get; } = [];

    public override T? GetInput<T>()
        where T : default
        => converter.Deserialize<T>(turn.Start.Input);

    public override async Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        turn.EnsureOrchestratorThread();
        // A time of unspecified kind is local time, as with the real SDK.
        var until = fireAt.ToUniversalTime();
        while (until - turn.Now > settings.MaximumTimerInterval && !cancellationToken.IsCancellationRequested)
            await turn.ScheduleTimer(turn.Now + settings.MaximumTimerInterval, cancellationToken);
        await turn.ScheduleTimer(until, cancellationToken);
    }

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        turn.EnsureOrchestratorThread();
        return turn.Events.WaitAsync<T>(eventName, cancellationToken);
    }

    public override void SendEvent(string instanceId, string eventName, object payload)
    {
        turn.EnsureOrchestratorThread();
        ArgumentException.ThrowIfNullOrWhiteSpace(instanceId);
        var data = converter.Serialize(payload);
        turn.Send(id => new HistoryEvent.EventSent(id, instanceId, eventName, data));
    }

    public override void SetCustomStatus(object? customStatus)
    {
        turn.EnsureOrchestratorThread();
        var data = converter.Serialize(customStatus);
        if (data is not null && Encoding.Unicode.GetByteCount(data) > CustomStatusLimit)
            throw new ArgumentException("The size of the JSON-serialized payload must not exceed 16 KB of UTF-16 text.", nameof(customStatus));
        CustomStatus = data;
    }

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true)
        => ContinueAsNew(new ContinueAsNewOptions { NewInput = newInput, PreserveUnprocessedEvents = preserveUnprocessedEvents });

    public override void ContinueAsNew(ContinueAsNewOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        turn.EnsureOrchestratorThread();
        NextInput = new NextExecution(
            converter.Serialize(options.NewInput), string.IsNullOrWhiteSpace(options.NewVersion) ? null : options.NewVersion);
        if (options.PreserveUnprocessedEvents)
            Carried.AddRange(turn.Events.TakeEarly());
    }

    public override Guid NewGuid()
    {
        turn.EnsureOrchestratorThread();
        return DeterministicGuid.Create(string.Create(CultureInfo.InvariantCulture, $"{InstanceId}_{CurrentUtcDateTime:o}_{_guids++}"));
    }
}

/// <summary>Input and, if it changes, version of the next execution.</summary>
internal sealed record NextExecution(string? Input, string? Version);
