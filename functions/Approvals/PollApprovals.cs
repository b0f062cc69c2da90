using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Countersign.Approvals;

/// <summary>One round: looks at what is due, within the tenant-wide budget, and says when to look again.</summary>
public sealed class PollApprovals
{
    /// <summary>Redemptions at once; the rest of the budget is for their number. What they write meanwhile shares its syncs.</summary>
    private const int AtOnce = 8;

    /// <summary>A round is no shorter, which makes the budget a rate, and looks again no later, whoever forgot to wake it.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1), Longest = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Trouble = TimeSpan.FromSeconds(10);

    /// <summary>No new poll is begun after this, so that the round ends long before the function's time does.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    private readonly ApprovalDue _due;
    private readonly Polling _polling;
    private readonly int _most;
    private readonly TimeProvider _time;
    private readonly ILogger<PollApprovals> _log;

    public PollApprovals(ApprovalDue due, Polling polling, IOptions<ApprovalsOptions> options, TimeProvider time, ILogger<PollApprovals> log) =>
        (_due, _polling, _most, _time, _log) = (due, polling, options.Value.PollsPerRound, time, log);

    [Function(nameof(PollApprovals))]
    public async Task<PollRound> RunAsync([ActivityTrigger] PollRound last, [DurableClient] DurableTaskClient client, CancellationToken ct)
    {
        var started = _time.GetUtcNow();
        var pause = last.Pause is { } paused ? new DateTimeOffset(DateTime.SpecifyKind(paused, DateTimeKind.Utc)) : (DateTimeOffset?)null;
        if (pause > started) return new PollRound(pause.Value.UtcDateTime, pause.Value.UtcDateTime);

        var pauses = new System.Collections.Concurrent.ConcurrentBag<TimeSpan>();
        var items = await _due.ReadAsync(started, _most, ct);
        await Parallel.ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (item, cancel) =>
        {
            if (!pauses.IsEmpty || _time.GetUtcNow() - started > Long) return; // its row stays due
            try
            {
                if (await _polling.LookAsync(item, client, cancel) is { } limit) pauses.Add(limit);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // One approval's trouble is not the others': it goes behind them.
                _log.PollFailed(item.Id, e.GetType().Name);
                await _due.MoveAsync(item, _time.GetUtcNow() + Trouble, cancel);
            }
        });

        var now = _time.GetUtcNow();
        DateTime? until = pauses.IsEmpty ? null : (now + pauses.Max()).UtcDateTime;
        if (await _due.NextAsync(ct) is not { } next) return new PollRound(null, until);
        var earliest = now + Shortest;
        var latest = now + Longest;
        return new PollRound((next < earliest ? earliest : next > latest ? latest : next).UtcDateTime, until);
    }
}
