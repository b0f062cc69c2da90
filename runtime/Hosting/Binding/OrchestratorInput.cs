using System.Reflection;
using System.Text.Json;
using Microsoft.DurableTask;

namespace Countersign.Runtime.Hosting;

/// <summary>
/// An orchestrator's input as a parameter. It binds only when the declared type is the very type of the value that was read: an
/// interface, a nullable value type or object is silently null, as on the real host. <c>GetInput&lt;T&gt;()</c> has no such limit.
/// </summary>
internal sealed class OrchestratorInput(ParameterInfo parameter) : ParameterBinding
{
    private readonly Absent _absent = new(parameter);
    private readonly Func<TaskOrchestrationContext, object?> _read = typeof(OrchestratorInput)
        .GetMethod(nameof(Read), BindingFlags.NonPublic | BindingFlags.Static)!
        .MakeGenericMethod(parameter.ParameterType)
        .CreateDelegate<Func<TaskOrchestrationContext, object?>>();

    public override object? Bind(LocalFunctionContext context, BindingServices services)
    {
        var orchestration = ((TriggerData.Orchestration)context.Trigger).Context;
        if (orchestration.GetInput<JsonElement?>() is not { ValueKind: not JsonValueKind.Null })
            return _absent.Value();
        return _read(orchestration) is { } value && value.GetType() == parameter.ParameterType ? value : _absent.Value();
    }

    private static object? Read<T>(TaskOrchestrationContext context) => context.GetInput<T>();
}
