using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Countersign.Runtime.Hosting;

/// <summary>What started an invocation.</summary>
internal abstract record TriggerData
{
    private TriggerData()
    {
    }

    public sealed record Http(HttpRequest Request) : TriggerData;

    public sealed record Timer(TimerInfo Info) : TriggerData;

    public sealed record Orchestration(TaskOrchestrationContext Context) : TriggerData;

    /// <param name="Input">As it was serialized; null for none.</param>
    public sealed record Activity(string? Input) : TriggerData;
}
