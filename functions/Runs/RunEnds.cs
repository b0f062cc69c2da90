using Countersign.Actions;
using Countersign.Audit;
using Countersign.Identity;

namespace Countersign.Runs;

/// <summary>The end of a run: its row, its thread free again, the trail and the person's stream in one batch; then its grant is deleted.</summary>
public sealed class RunEnds(RunBook book, RunGrants grants, TimeProvider time)
{
    /// <param name="said">The assistant's last message, where there is one.</param>
    /// <param name="tokens">What that message took.</param>
    /// <returns>The row as it stands; one that was over already is left alone.</returns>
    public async Task<RunRow?> EndAsync(
        PrincipalId person, RunId id, RunState state, string? code, string? text, Func<RunRow, ThreadRow, MessageRow?>? said, CancellationToken ct,
        Func<PersonBatch, Task>? also = null, int tokens = 0)
    {
        for (var attempt = 0; attempt < RunBook.Tries; attempt++)
        {
            if (await book.RunAsync(person, id, ct) is not { Value: var run } stored) return null;
            if (run.IsOver) return await OverAsync(person, run, ct);
            var ended = run with { State = state, ParkedOn = null, Remedy = null, Waits = [], EndedAt = time.GetUtcNow(), Code = code, Text = text, Attempt = 0, Tokens = run.Tokens + tokens };
            var batch = new PersonBatch();
            if (run.Thread is { } thread && await book.ThreadAsync(person, thread, ct) is { Value: var row } kept)
            {
                if (said?.Invoke(run, row) is { } message)
                {
                    RunBook.With(batch, thread, message);
                    row = row with { Messages = message.Number + 1 };
                    ended = ended with { Turn = message.Turn, Message = message.Number };
                }

                batch.Replace(kept.Key, row with { Run = row.Run == id ? null : row.Run, LastAt = time.GetUtcNow() }, RunsJson.Default.ThreadRow, kept.ETag);
            }

            batch.Replace(stored.Key, ended, RunRowJson.Default.RunRow, stored.ETag);
            batch.Record(new AuditEvent { Kind = state == RunState.Cancelled ? "run.cancelled" : "run.finished", Run = id, Outcome = state == RunState.Failed ? "failed" : "done", Code = code });
            batch.Announce(RunBook.EventOf(ended));
            if (also is not null) await also(batch);
            if (await book.CommitAsync(person, batch, ct) is CommitResult.Committed) return await OverAsync(person, ended, ct);
        }

        throw new InvalidOperationException($"Run {id} met {RunBook.Tries} conflicts in a row.");
    }

    private async Task<RunRow> OverAsync(PrincipalId person, RunRow run, CancellationToken ct)
    {
        // Also for an end that comes again: whoever ended it first may have died before this.
        await grants.EndAsync(person, run, ct);
        return run;
    }
}
