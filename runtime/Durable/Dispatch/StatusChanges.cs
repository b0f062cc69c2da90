using System.Collections.Concurrent;

namespace Countersign.Runtime.Durable.Dispatch;

/// <summary>Callers that wait for an instance to start or end. Told after the commit; nobody polls.</summary>
internal sealed class StatusChanges
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _waiting = new(StringComparer.Ordinal);

    /// <summary>Completes at the next change of the instance's status. Take it before reading the row.</summary>
    public Task Next(string instanceId)
        => _waiting.GetOrAdd(instanceId, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Tell(string instanceId)
    {
        if (_waiting.TryRemove(instanceId, out var waiting))
            waiting.TrySetResult();
    }
}
