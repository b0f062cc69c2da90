using System.Text;
using System.Text.Json.Nodes;
using Countersign.Actions;
using Countersign.Audit;
using Countersign.Identity;

namespace Countersign.Runs;

/// <summary>
/// Text as it comes from the model: cleaned, and told in numbered pieces at most every 200 ms. Each piece is written on the run's row as this attempt knows
/// it, so that a stale attempt's are refused.
/// </summary>
internal sealed class TextStream(RunBook book, PrincipalId person, Stored<RunRow> run, IReadOnlyCollection<string> hosts, TimeProvider time)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);

    private readonly StringBuilder _raw = new();
    private long _last = time.GetTimestamp();
    private int _told;

    /// <summary>The row as it stands.</summary>
    public Stored<RunRow> Run { get; private set; } = run;

    /// <exception cref="StaleAttemptException">The run is over, or another attempt took the turn.</exception>
    public async Task AddAsync(string piece, CancellationToken ct)
    {
        _raw.Append(piece);
        if (time.GetElapsedTime(_last) < Pace) return;
        var raw = _raw.ToString();
        var clean = AnswerText.Clean(raw[..AnswerText.SettledLength(raw)], hosts);
        if (clean.Length <= _told) return;
        _last = time.GetTimestamp();
        await TellAsync(clean[_told..], ct);
        _told = clean.Length;
    }

    private async Task TellAsync(string text, CancellationToken ct)
    {
        var data = new JsonObject { ["run"] = Run.Value.Id.Value, ["thread"] = Run.Value.Thread?.Value, ["turn"] = Run.Value.Turn + 1, ["attempt"] = Run.Value.Attempt, ["offset"] = _told, ["text"] = text };
        for (var attempt = 0; attempt < RunBook.Tries; attempt++)
        {
            var batch = new PersonBatch()
                .Replace(Run.Key, Run.Value, RunRowJson.Default.RunRow, Run.ETag)
                .Announce(new RunEvent("text.delta", Run.Value.Id, data.DeepClone()));
            if (await book.CommitAsync(person, batch, ct) is CommitResult.Committed committed)
            {
                Run = Run with { ETag = committed.ETags[Run.Key] };
                return;
            }

            var now = await book.RunAsync(person, Run.Value.Id, ct);
            if (now is null || now.Value.IsOver || now.Value.Attempt != Run.Value.Attempt || now.Value.Turn != Run.Value.Turn) throw new StaleAttemptException();
            Run = now;
        }

        throw new StaleAttemptException();
    }
}

/// <summary>The run went on without this attempt.</summary>
internal sealed class StaleAttemptException : Exception;
