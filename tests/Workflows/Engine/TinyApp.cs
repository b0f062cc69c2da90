using System.Collections.Concurrent;
using Countersign.Runtime.Durable;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;

namespace Countersign.Tests.Workflows.Engine;

/// <summary>Functions written in a test. Activities are counted by name.</summary>
internal sealed class TinyApp : IFunctionInvoker
{
    private readonly ConcurrentDictionary<string, Func<TaskOrchestrationContext, Task<object?>>> _orchestrators = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, Func<ActivityCall, Task<object?>>> _activities = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, int> _runs = new(StringComparer.OrdinalIgnoreCase);

    public static DataConverter Converter => JsonDataConverter.Default;

    public TinyApp Orchestrator(string name, Func<TaskOrchestrationContext, Task<object?>> run)
    {
        _orchestrators[name] = run;
        return this;
    }

    public TinyApp AsyncActivity(string name, Func<ActivityCall, Task<object?>> run)
    {
        _activities[name] = run;
        return this;
    }

    public TinyApp Activity(string name, Func<ActivityCall, object?> run) => AsyncActivity(name, call => Task.FromResult(run(call)));

    public int RunsOf(string activity) => _runs.GetValueOrDefault(activity);

    public bool HasActivity(string name) => _activities.ContainsKey(name);

    public bool HasOrchestrator(string name) => _orchestrators.ContainsKey(name);

    public async Task<string?> RunActivityAsync(string name, string instanceId, string? input, CancellationToken cancellationToken)
    {
        _runs.AddOrUpdate(name, 1, (_, n) => n + 1);
        return Converter.Serialize(await _activities[name](new ActivityCall(instanceId, input, cancellationToken)));
    }

    public async Task<string?> RunOrchestratorAsync(string name, TaskOrchestrationContext context)
        => Converter.Serialize(await _orchestrators[name](context));
}

internal sealed record ActivityCall(string InstanceId, string? Raw, CancellationToken Cancelled)
{
    public T Input<T>() => TinyApp.Converter.Deserialize<T>(Raw)!;
}
