using Microsoft.DurableTask;

namespace Countersign.Runtime.Durable;

/// <summary>The app's functions as the engine sees them. Names are compared without case.</summary>
internal interface IFunctionInvoker
{
    bool HasActivity(string name);

    bool HasOrchestrator(string name);

    /// <summary>Runs an activity: serialized input in, serialized output out; throws what the function threw.</summary>
    Task<string?> RunActivityAsync(string name, string instanceId, string? input, CancellationToken cancellationToken);

    /// <summary>
    /// Runs one replay of an orchestrator on the calling thread, whose SynchronizationContext the engine has set. The task is the function's own and
    /// may stay incomplete for ever: nothing may await anything of its own before or around it that really yields.
    /// </summary>
    Task<string?> RunOrchestratorAsync(string name, TaskOrchestrationContext context);
}
