using Countersign.Scripts;
using Countersign.Tests.Bench.Figures;
using Countersign.Tests.Bench.Ground;
using Countersign.Tests.Bench.Measuring;

namespace Countersign.Tests.Bench;

/// <summary>One run of the bench: the disk first, then every group of figures, those that stand side by side in the same minutes.</summary>
internal static class Bench
{
    private const string Help = """
        scripts/bench — what acting costs, beside what a bare client, an empty app and a plain hash cost.

          --quick         smaller sizes, under three minutes
          --json          the last line is one JSON object with every key
          --only KEY      the group of figures that KEY belongs to, and no other
          --data DIR      where the measured data lies (a folder of the system's own); the disk under it is measured first
          --smoke         tiny sizes: shows that everything comes about, and nothing of speed
          --skip-build    run what was built last
        """;

    private static readonly Group[] s_groups =
    [
        new(["cold_start_ratio"], ColdStartFigure.AddAsync),
        new(["commits_per_read", "commits_per_write"], CommitFigures.AddAsync),
        new(["inline_added_ms", "inline_app_cpu_ms", "inline_p99_ratio"], InlineFigures.AddAsync),
        new(["turn_cost_ratio"], TurnFigure.AddAsync),
        new(["poll_app_cpu_ms"], PollFigure.AddAsync),
        new(["answer_to_effect_ms", "bytes_per_action"], MergeFigures.AddAsync),
        new(["cold_start_ratio"], ColdStartFigure.AddStoredAsync),
        new(["audit_verify_ratio"], VerifyFigure.AddAsync),
        new(["web_tti_ratio"], FirstViewFigure.AddAsync),
        new(["web_long_frames_pct"], StreamedAnswerFigure.AddAsync),
        new(["steps_per_s", "steps_per_sync", "step_latency_ms"], StepFigures.AddAsync),
        new(["parked_idle_cpu_pct", "parked_rss_growth_mib", "resume_p99_ms"], ParkedFigures.AddAsync),
        new(["herd_first_s"], HerdFigure.AddAsync),
    ];

    public static async Task<int> RunAsync(string[] args, CancellationToken ct)
    {
        var options = Options.Parse(args, Help, ["--quick", "--json", "--smoke", "--skip-build"], ["--only", "--data"]);
        var plan = options.Has("--smoke") ? Plan.Smoke : options.Has("--quick") ? Plan.Quick : Plan.Full;
        var report = await MeasureAsync(plan, options.Value("--only"), options.Value("--data"), ct);
        if (options.Has("--json")) Console.WriteLine(report.ToJson(Machine.Describe()));
        return 0;
    }

    /// <param name="only">A key; null for all.</param>
    /// <param name="folder">Where the data lies; null for a temporary folder.</param>
    public static async Task<Report> MeasureAsync(Plan plan, string? only, string? folder, CancellationToken ct)
    {
        var groups = s_groups.Where(group => only is null || group.Keys.Contains(only)).ToList();
        if (groups.Count == 0) throw new ScriptException($"There is no figure {only}. Choose one of: {string.Join(", ", s_groups.SelectMany(group => group.Keys))}.");
        if (folder is not null) Directory.CreateDirectory(folder);
        var data = folder is null ? Directory.CreateTempSubdirectory("countersign-bench-").FullName : Directory.CreateDirectory(Path.Combine(folder, $"bench-{Environment.ProcessId}")).FullName;
        var report = new Report();
        try
        {
            report.Say(Machine.Describe());
            var sync = Disk.Sync(data, 400);
            report.NoDisk = sync.P50 < 0.05;
            report.Add("sync_p50_ms", sync.P50);
            report.Add("sync_p99_ms", sync.P99);
            await using var scene = new Scene(plan, report, data, sync);
            foreach (var group in groups) await group.AddAsync(scene, ct);
            return report;
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private sealed record Group(string[] Keys, Func<Scene, CancellationToken, Task> AddAsync);
}
