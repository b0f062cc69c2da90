using System.Collections.Frozen;
using Countersign.Runtime.Durable.Replay;
using Countersign.Runtime.Durable.Storage;
using DurableTask.Core.Exceptions;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Countersign.Runtime.Durable.Clients;

/// <summary>The client over this process's own engine. It answers as the host's does, refusals included.</summary>
internal sealed partial class LocalDurableClient(EngineCore core) : DurableTaskClient("local")
{
    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(orchestratorName.Name, nameof(orchestratorName));
        var id = InstanceIds.Check(options?.InstanceId ?? Guid.NewGuid().ToString("N"));
        var start = new HistoryEvent.ExecutionStarted(
            orchestratorName.Name, options?.Version?.Version ?? core.Options.DefaultVersion, core.Converter.Serialize(input), null,
            DurableTrace.Current);
        var write = new StartWrite(
            core, id, start, options?.Tags ?? FrozenDictionary<string, string>.Empty, options?.StartAt?.UtcDateTime, Protected(options?.DedupeStatuses));
        if (await core.Writer.WriteAsync(write, cancellation) is { } inTheWay)
            throw new OrchestrationAlreadyExistsException($"An orchestration with the instance ID '{id}' already exists in status {inTheWay}.");
        return id;
    }

    public override async Task RaiseEventAsync(
        string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        var raised = new HistoryEvent.EventRaised(eventName, core.Converter.Serialize(eventPayload));
        await SignalLiveAsync(instanceId, raised, cancellation);
    }

    public override async Task TerminateInstanceAsync(
        string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        await SignalLiveAsync(instanceId, new HistoryEvent.Terminated(core.Converter.Serialize(options?.Output)), cancellation);
    }

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
        => SwitchAsync(
            instanceId, new HistoryEvent.Suspended(reason), s => s is InstanceStatus.Running or InstanceStatus.Pending, "suspend", cancellation);

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
        => SwitchAsync(instanceId, new HistoryEvent.Resumed(reason), s => s == InstanceStatus.Suspended, "resume", cancellation);

    public override Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult(core.File.Read(r => r.Instance(instanceId)) is { } row ? Metadata(row, getInputsAndOutputs) : null);
    }

    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
        => WaitAsync(instanceId, s => s != InstanceStatus.Pending, getInputsAndOutputs, cancellation);

    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
        => WaitAsync(instanceId, s => s.IsTerminal(), getInputsAndOutputs, cancellation);

    /// <summary>The engine outlives its client.</summary>
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task SignalLiveAsync(string instanceId, HistoryEvent signal, CancellationToken cancellation)
    {
        var found = await core.Writer.WriteAsync(new SignalWrite(core, instanceId, signal, s => !s.IsTerminal()), cancellation);
        if (found is null)
            throw new RpcException(new Status(StatusCode.NotFound, $"No instance with ID '{instanceId}' was found."));
        if (found.Value.IsTerminal())
        {
            throw new RpcException(
                new Status(StatusCode.FailedPrecondition, "The orchestration instance with the provided instance id is not running."));
        }
    }

    private async Task SwitchAsync(
        string instanceId, HistoryEvent signal, Func<InstanceStatus, bool> allows, string verb, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        var found = await core.Writer.WriteAsync(new SignalWrite(core, instanceId, signal, allows), cancellation);
        if (found is null || !allows(found.Value))
        {
            var why = found is null ? "it does not exist" : $"it is {found}";
            throw new RpcException(new Status(StatusCode.Unknown, $"Cannot {verb} the orchestration instance '{instanceId}': {why}."));
        }
    }

    private async Task<OrchestrationMetadata> WaitAsync(
        string instanceId, Func<InstanceStatus, bool> reached, bool inputsAndOutputs, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var change = core.Changes.Next(instanceId);
            // Of a missing instance the host's answer is empty, and the SDK refuses to make anything of it.
            var row = core.File.Read(r => r.Instance(instanceId)) ?? throw new ArgumentNullException(nameof(instanceId), "The instance does not exist.");
            if (reached(row.Status))
            {
                // Nothing may be left behind for an instance that changes no more; whoever waits beside us looks once in vain.
                core.Changes.Tell(instanceId);
                return Metadata(row, inputsAndOutputs);
            }

            if (await Task.WhenAny(change, core.Writer.Ended).WaitAsync(cancellation) != change)
                throw new InvalidOperationException("The durable engine has stopped.");
        }
    }

    private static FrozenSet<InstanceStatus> Protected(IReadOnlyList<string>? dedupe)
    {
        HashSet<InstanceStatus> listed = [];
        foreach (var text in dedupe ?? [])
        {
            if (!Enum.TryParse<OrchestrationRuntimeStatus>(text, ignoreCase: true, out var status) || !Enum.IsDefined(status))
                throw new ArgumentException($"Invalid orchestration runtime status: '{text}' for deduplication.");
            listed.Add((InstanceStatus)status);
        }

        return listed.ToFrozenSet();
    }

    private OrchestrationMetadata Metadata(InstanceRow row, bool inputsAndOutputs) => new(row.Name, row.Id)
    {
        RuntimeStatus = (OrchestrationRuntimeStatus)row.Status,
        CreatedAt = row.Created,
        LastUpdatedAt = row.Updated,
        Tags = row.Tags ?? FrozenDictionary<string, string>.Empty,
        DataConverter = inputsAndOutputs ? core.Converter : null,
        SerializedInput = inputsAndOutputs ? row.Input : null,
        SerializedOutput = inputsAndOutputs ? row.Output : null,
        SerializedCustomStatus = inputsAndOutputs ? row.CustomStatus : null,
        FailureDetails = inputsAndOutputs ? row.Failure?.ToDetails() : null,
    };
}
