using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Countersign.Runtime.Hosting;

/// <summary>Where one parameter of a function gets its value. Chosen once at start.</summary>
internal abstract class ParameterBinding
{
    public abstract object? Bind(LocalFunctionContext context, BindingServices services);

    /// <param name="parameter">Any parameter of a function whose shape was accepted.</param>
    /// <param name="orchestratorInput">Whether this is the first unbound parameter of an orchestrator.</param>
    public static ParameterBinding For(ParameterInfo parameter, bool orchestratorInput)
    {
        if (parameter.ParameterType == typeof(FunctionContext))
            return new From((context, _) => context);
        if (parameter.ParameterType == typeof(CancellationToken))
            return new From((context, _) => context.CancellationToken);
        if (parameter.IsDefined(typeof(DurableClientAttribute)))
            return new From((_, services) => services.Client());
        if (parameter.IsDefined(typeof(HttpTriggerAttribute)))
            return new From((context, _) => ((TriggerData.Http)context.Trigger).Request);
        if (parameter.IsDefined(typeof(TimerTriggerAttribute)))
            return new From((context, _) => ((TriggerData.Timer)context.Trigger).Info);
        if (parameter.IsDefined(typeof(OrchestrationTriggerAttribute)))
            return new From((context, _) => ((TriggerData.Orchestration)context.Trigger).Context);
        if (parameter.IsDefined(typeof(ActivityTriggerAttribute)))
            return new ActivityInput(parameter);
        return orchestratorInput ? new OrchestratorInput(parameter) : new ByName(parameter);
    }

    private sealed class From(Func<LocalFunctionContext, BindingServices, object?> value) : ParameterBinding
    {
        public override object? Bind(LocalFunctionContext context, BindingServices services) => value(context, services);
    }
}
