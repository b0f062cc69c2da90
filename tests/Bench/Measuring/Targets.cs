using System.Globalization;

namespace Countersign.Tests.Bench.Measuring;

/// <summary>What a figure should be.</summary>
/// <param name="Bound">The limit itself; the one of <c>resume_p99_ms</c> follows from the disk.</param>
/// <param name="AtLeast">Whether more is better.</param>
internal sealed record Target(double Bound, bool AtLeast = false)
{
    public bool Holds(double value) => AtLeast ? value >= Bound : value <= Bound;

    public string Text => (AtLeast ? "≥ " : "≤ ") + Bound.ToString("0.###", CultureInfo.InvariantCulture);
}

internal static class Targets
{
    private static readonly Dictionary<string, Target> s_all = new(StringComparer.Ordinal)
    {
        ["inline_added_ms"] = new(1), ["inline_app_cpu_ms"] = new(1), ["inline_p99_ratio"] = new(5), ["commits_per_read"] = new(1), ["commits_per_write"] = new(2),
        ["steps_per_s"] = new(6000, true), ["steps_per_sync"] = new(8, true), ["step_latency_ms"] = new(0.5), ["turn_cost_ratio"] = new(1.2),
        ["parked_idle_cpu_pct"] = new(1), ["parked_rss_growth_mib"] = new(32), ["herd_first_s"] = new(2), ["poll_app_cpu_ms"] = new(1),
        ["answer_to_effect_ms"] = new(100), ["cold_start_ratio"] = new(4), ["audit_verify_ratio"] = new(4), ["web_long_frames_pct"] = new(0),
    };

    public static Target? Of(string key) => s_all.GetValueOrDefault(key);

    /// <summary>Known once the disk was measured: four syncs at their worst, and 20 ms.</summary>
    public static void Resume(double syncP99) => s_all["resume_p99_ms"] = new(4 * syncP99 + 20);
}
