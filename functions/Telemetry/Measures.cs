using System.Diagnostics.Metrics;

namespace Countersign.Telemetry;

/// <summary>Our metrics. Tags have few values: tools, connections, decisions, outcomes; never a person or an id.</summary>
public static class Measures
{
    public const string Name = "Countersign";

    private static readonly Meter Meter = new(Name);

    /// <summary>Decisions, by <c>tool</c> and <c>decision</c>.</summary>
    public static Counter<long> Decisions { get; } = Meter.CreateCounter<long>("countersign.decisions");

    /// <summary>Approvals that ended, by <c>state</c>.</summary>
    public static Counter<long> Approvals { get; } = Meter.CreateCounter<long>("countersign.approvals");

    /// <summary>Exchanges at the tenant, by <c>connection</c> and <c>outcome</c>.</summary>
    public static Counter<long> Exchanges { get; } = Meter.CreateCounter<long>("countersign.exchanges");

    /// <summary>Actions that ended, by <c>tool</c> and <c>state</c>.</summary>
    public static Counter<long> Actions { get; } = Meter.CreateCounter<long>("countersign.actions");

    /// <summary>Seconds of a model turn.</summary>
    public static Histogram<double> Think { get; } = Meter.CreateHistogram<double>("countersign.think", "s");
}
