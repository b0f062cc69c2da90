using Countersign.Runtime.Durable;
using Microsoft.DurableTask;

namespace Countersign.Runtime.Hosting;

/// <summary>Activities and orchestrators, as the engine calls them.</summary>
internal sealed class DurableFunctions(FunctionCatalog catalog, FunctionPipeline pipeline, DataConverter converter) : IFunctionInvoker
{
    public bool HasActivity(string name) => catalog.Find(name, TriggerKind.Activity) is not null;

    public bool HasOrchestrator(string name) => catalog.Find(name, TriggerKind.Orchestration) is not null;

    public Task<string?> RunActivityAsync(string name, string instanceId, string? input, CancellationToken ct)
    {
        var data = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase) { ["instanceId"] = instanceId };
        return pipeline.RunAsync(
            Function(name, TriggerKind.Activity),
            new TriggerData.Activity(input),
            data,
            async (context, run) =>
            {
                await run(context);
                return converter.Serialize(context.Result.Value);
            },
            ct);
    }

    public async Task<string?> RunOrchestratorAsync(string name, TaskOrchestrationContext context) =>
        converter.Serialize(await pipeline.TurnAsync(Function(name, TriggerKind.Orchestration), new TriggerData.Orchestration(context)));

    private LocalFunction Function(string name, TriggerKind kind) => catalog.Find(name, kind)
        ?? throw new InvalidOperationException($"There is no {kind} function '{name}'.");
}
