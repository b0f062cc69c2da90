using Countersign.Scripts;

namespace Countersign.Tests.Bench;

public sealed class SmokeTests
{
    [Fact]
    public async Task Every_figure_comes_about_and_what_can_be_counted_is_as_promised()
    {
        Build.Configuration = AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Debug{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Debug" : "Release";

        var report = await Bench.MeasureAsync(Plan.Smoke, null, null, CancellationToken.None);

        string[] keys =
        [
            "sync_p50_ms", "sync_p99_ms", "inline_added_ms", "inline_app_cpu_ms", "inline_p99_ratio", "commits_per_read", "commits_per_write", "steps_per_s",
            "steps_per_sync", "step_latency_ms", "turn_cost_ratio", "parked_idle_cpu_pct", "parked_rss_growth_mib", "resume_p99_ms", "herd_first_s", "poll_app_cpu_ms",
            "answer_to_effect_ms", "cold_start_ratio", "audit_verify_ratio", "bytes_per_action",
        ];
        var json = System.Text.Json.Nodes.JsonNode.Parse(report.ToJson("here"))!.AsObject();
        var left = json["left_out"]!.AsArray().Select(key => key!.ToString()).ToHashSet(StringComparer.Ordinal);
        Assert.All(keys, key => Assert.True(left.Contains(key) || json[key] is { } value && double.IsFinite((double)value), $"{key}: {json[key]}"));
        Assert.Equal((1, 2, 1), ((double)json["commits_per_read"]!, (double)json["commits_per_write"]!, (double)json["commits_per_proposal"]!));
    }
}
