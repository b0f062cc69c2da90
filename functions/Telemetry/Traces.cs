using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace Countersign.Telemetry;

/// <summary>
/// Our spans. All of one run are one trace: its id is made from the run's, so door, decision, approval, exchange and effect find each other across
/// orchestrations, waits and processes without anything being carried along. Tags are ids, names and codes; never a token, an argument or a text.
/// </summary>
public static class Traces
{
    public const string Name = "Countersign";

    private static readonly ActivitySource Source = new(Name);

    /// <param name="name">Dotted and lower case: <c>gate.write</c>, <c>vault.exchange</c>.</param>
    /// <param name="run">The run's id.</param>
    /// <param name="action">The action's id, where there is one.</param>
    /// <returns>Null when nobody listens. Dispose of it when the work is done.</returns>
    public static Activity? Start(string name, string run, string? action = null)
    {
        var trace = ActivityTraceId.CreateFromBytes(SHA256.HashData(Encoding.UTF8.GetBytes("trace\n" + run)).AsSpan(0, 16));
        var current = Activity.Current;
        // Inside the run's trace already: a child. Otherwise a child of the run itself, with a link to whoever called.
        var parent = current?.TraceId == trace
            ? current.Context
            : new ActivityContext(trace, ActivitySpanId.CreateFromBytes(SHA256.HashData(Encoding.UTF8.GetBytes("span\n" + run)).AsSpan(0, 8)), ActivityTraceFlags.Recorded, isRemote: true);
        var links = current is null || current.TraceId == trace ? null : new[] { new ActivityLink(current.Context) };
        var activity = Source.StartActivity(name, ActivityKind.Internal, parent, links: links);
        activity?.SetTag("countersign.run", run);
        if (action is not null) activity?.SetTag("countersign.action", action);
        return activity;
    }
}
