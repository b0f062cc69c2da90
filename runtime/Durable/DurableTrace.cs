using System.Diagnostics;
using Countersign.Runtime.Durable.Storage;

namespace Countersign.Runtime.Durable;

/// <summary>Carries the trace of whoever starts an orchestration to its activities, over restarts and through children.</summary>
internal static class DurableTrace
{
    private static readonly ActivitySource s_source = new("DurableTask.Core");

    /// <summary>The caller's <c>traceparent</c>, or null.</summary>
    public static string? Current => Activity.Current is { IdFormat: ActivityIdFormat.W3C } now ? now.Id : null;

    /// <summary>A span around one delivery. Where nobody listens to ours the trace goes on all the same, for the spans below.</summary>
    public static Activity? Begin(ActivityWork work)
    {
        if (work.Trace is null)
            return null;
        var span = s_source.StartActivity($"activity:{work.Name}", ActivityKind.Server, work.Trace)
            ?? new Activity($"activity:{work.Name}").SetParentId(work.Trace).Start();
        return span.SetTag("durabletask.task.instance_id", work.InstanceId).SetTag("durabletask.task.task_id", work.TaskId);
    }
}
