using Countersign.Actions;
using Countersign.Audit;
using Countersign.Identity;
using Countersign.Vault;

namespace Countersign.Runs;

/// <summary>A run that needs somebody: written before it waits, forgotten when it goes on.</summary>
public sealed class RunParks(RunBook book, People people)
{
    public async Task ParkAsync(PrincipalId person, RunId id, Remedy remedy, CancellationToken ct)
    {
        for (var attempt = 0; attempt < RunBook.Tries; attempt++)
        {
            if (await book.RunAsync(person, id, ct) is not { Value: { IsOver: false } run } stored) return;
            var parked = run with { State = RunState.NeedsYou, ParkedOn = DirectRuns.WordOf(remedy.Kind), Remedy = remedy };
            var batch = new PersonBatch()
                .Replace(stored.Key, parked, RunRowJson.Default.RunRow, stored.ETag)
                .Upsert(Waits.KeyOf(remedy, run.Id, run.Id.Value), new WaitRow(RunInstances.InstanceOf(run.Id)), ActionsJson.Default.WaitRow)
                .Record(new AuditEvent { Kind = "run.parked", Run = run.Id, Connection = remedy.Connection, Code = parked.ParkedOn })
                .Announce(RunBook.EventOf(parked));
            if (await book.CommitAsync(person, batch, ct) is CommitResult.Committed) return;
        }

        throw new InvalidOperationException($"Run {id} met {RunBook.Tries} conflicts in a row.");
    }

    /// <summary>The run looks again whether it can go on; it parks anew when it cannot.</summary>
    public async Task ResumeAsync(PrincipalId person, RunId id, CancellationToken ct)
    {
        for (var attempt = 0; attempt < RunBook.Tries; attempt++)
        {
            if (await book.RunAsync(person, id, ct) is not { Value: { State: RunState.NeedsYou, Waits.Count: 0 } run } stored) return;
            var resumed = run with { State = RunState.Running, ParkedOn = null, Remedy = null };
            var batch = new PersonBatch()
                .Replace(stored.Key, resumed, RunRowJson.Default.RunRow, stored.ETag)
                .Record(new AuditEvent { Kind = "run.resumed", Run = id })
                .Announce(RunBook.EventOf(resumed));
            var wait = run.Remedy is { } remedy ? Waits.KeyOf(remedy, id, id.Value) : null;
            if (wait is not null && await people.ReadAsync(person, wait, ActionsJson.Default.WaitRow, ct) is not null) batch.Delete(wait);
            if (await book.CommitAsync(person, batch, ct) is CommitResult.Committed) return;
        }

        throw new InvalidOperationException($"Run {id} met {RunBook.Tries} conflicts in a row.");
    }
}
