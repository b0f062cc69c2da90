using System.Text.RegularExpressions;

namespace Countersign.Tests.Workflows.Durability;

/// <summary>
/// Reads a trace of <see cref="StoreChild"/>: which acknowledgements came before the sync that covers their bytes. A sync covers what was written before
/// it began, once it has come back.
/// </summary>
internal static partial class SyncOrder
{
    /// <returns>How many acknowledgements were seen, and what is wrong.</returns>
    public static (int Acknowledged, IReadOnlyList<string> Wrong) Read(IReadOnlyList<SystemCall> calls, string log)
    {
        var writes = calls.Where(call => IsOn(call, log) && call.Name.Contains("write", StringComparison.Ordinal)).ToList();
        var syncs = calls.Where(call => IsOn(call, log) && call.Name is "fsync" or "fdatasync" && call.Result == 0).ToList();
        List<string> wrong = [];
        var acknowledged = 0;
        foreach (var call in calls.Where(call => !IsOn(call, log) && call.Name == "write"))
        {
            if (Acknowledgement().Match(call.Text) is not { Success: true } said)
                continue;
            acknowledged++;
            var mark = said.Groups["mark"].Value;
            // Alone, nothing else was being written: every byte before is covered. Among others, its own are.
            var own = said.Groups["word"].Value == "alone"
                ? writes.Where(write => write.Begin < call.Begin)
                : writes.Where(write => write.Begin < call.Begin && write.Text.Contains(mark, StringComparison.Ordinal)).Take(1);
            if (!own.Any())
                wrong.Add($"{mark} is acknowledged and was never written");
            else if (own.MaxBy(write => write.End) is { } last && !syncs.Exists(sync => sync.Begin > last.End && sync.End < call.Begin))
                wrong.Add($"{mark} is acknowledged in line {call.Begin}, and no sync covers what was written in line {last.End}");
        }

        return (acknowledged, wrong);
    }

    private static bool IsOn(SystemCall call, string log) => call.File.EndsWith(log, StringComparison.Ordinal);

    [GeneratedRegex("^, \"(?<word>alone|ack) (?<mark>(?:step)?mark[0-9]+)")]
    private static partial Regex Acknowledgement();
}
