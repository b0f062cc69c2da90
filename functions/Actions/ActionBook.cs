using System.Text.Json.Nodes;
using Countersign.Audit;
using Countersign.Identity;
using Countersign.Storage;

namespace Countersign.Actions;

/// <summary>
/// Actions as they are stored, and the one way to change one: the row, whoever waits with it, the run row of a direct call, the trail and the person's
/// stream are one batch.
/// </summary>
public sealed class ActionBook(People people, Trail trail, RecordedActions recorded, TimeProvider time)
{
    /// <summary>Conflicts in a row before it is somebody's defect.</summary>
    internal const int Tries = 24;

    /// <summary>
    /// Whose a row is and which, its place says; one that says otherwise was altered, and no seal holds for it. In the place of one that was altered into
    /// something that is no action stands what is on record of it.
    /// </summary>
    public async Task<Stored<ActionRow>?> ReadAsync(PrincipalId person, ActionId id, CancellationToken ct)
    {
        var stored = await people.ReadAsync(person, ActionRow.KeyOf(id), ActionsJson.Default.ActionRow, ct, (key, etag) => RecordedAsync(person, key, etag, ct));
        return stored is null ? null : Placed(stored, person, id);
    }

    /// <summary>A page of the person's actions, newest first.</summary>
    public Task<StoredPage<ActionRow>> QueryAsync(PrincipalId person, int limit, string? continuation, CancellationToken ct) => people.QueryAsync(
        person, KeyRange.Prefix(ActionRow.Prefix), limit, continuation, ActionsJson.Default.ActionRow, ct, (key, etag) => RecordedAsync(person, key, etag, ct));

    /// <summary>All of the person's actions, newest first.</summary>
    public async IAsyncEnumerable<Stored<ActionRow>> AllAsync(PrincipalId person, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var all = people.AllAsync(person, KeyRange.Prefix(ActionRow.Prefix), ActionsJson.Default.ActionRow, ct, (key, etag) => RecordedAsync(person, key, etag, ct));
        await foreach (var stored in all)
        {
            if (ActionId.TryParse(stored.Key[ActionRow.Prefix.Length..], out var id)) yield return Placed(stored, person, id);
        }
    }

    private static Stored<ActionRow> Placed(Stored<ActionRow> stored, PrincipalId person, ActionId id) => stored is { Value: var row } && (row.Id != id || row.Principal != person)
        ? stored with { Value = row with { Id = id, Principal = person, Seal = null } }
        : stored;

    private async Task<Stored<ActionRow>?> RecordedAsync(PrincipalId person, string key, string etag, CancellationToken ct) =>
        ActionId.TryParse(key[ActionRow.Prefix.Length..], out var id) ? new Stored<ActionRow>(key, await recorded.OfAsync(person, id, ct), etag) : null;

    /// <summary>The batch that writes <paramref name="after"/> where <paramref name="before"/> stands. The caller may add to it before committing.</summary>
    /// <param name="also">A batch that was begun elsewhere and is gone on with.</param>
    internal async Task<PersonBatch> ComposeAsync(Stored<ActionRow> before, ActionRow after, AuditEvent? entry, CancellationToken ct, PersonBatch? also = null)
    {
        var batch = (also ?? new PersonBatch()).Replace(before.Key, after, ActionsJson.Default.ActionRow, before.ETag);
        var (left, taken) = (before.Value.Parked?.Wait, after.Parked?.Wait);
        if (left != taken)
        {
            if (left is not null && await people.ReadAsync(after.Principal, left, ActionsJson.Default.WaitRow, ct) is not null) batch.Delete(left);
            if (taken is not null) batch.Upsert(taken, new WaitRow(ActRef.InstanceOf(after.Id.Value)), ActionsJson.Default.WaitRow);
        }

        if (entry is not null) batch.Record(entry);
        if (before.Value.State != after.State || left != taken) batch.Announce(EventOf(after));
        if (after.IsDirect || before.Value.IsUnreadable || before.Value.Parked != after.Parked) await FollowAsync(batch, after, ct);
        return batch;
    }

    /// <summary>The batch that writes a new action as it stands after its proposal.</summary>
    /// <param name="run">The run of a direct call, which is written with it; null for a run that has its row.</param>
    internal async Task<PersonBatch> ComposeNewAsync(PersonBatch batch, ActionRow row, RunRow? run, CancellationToken ct)
    {
        batch.Insert(ActionRow.KeyOf(row.Id), row, ActionsJson.Default.ActionRow);
        if (row.Parked?.Wait is { } wait) batch.Upsert(wait, new WaitRow(ActRef.InstanceOf(row.Id.Value)), ActionsJson.Default.WaitRow);
        if (run is not null)
        {
            var followed = DirectRuns.Follow(run, row, time.GetUtcNow()) ?? run;
            batch.Insert(RunRow.KeyOf(run.Id), followed, RunRowJson.Default.RunRow);
            foreach (var entry in DirectRuns.EntriesOf(run, followed)) batch.Record(entry);
            batch.Announce(DirectRuns.EventOf(followed));
        }

        batch.Announce(EventOf(row));
        if (run is null && row.Parked is not null) await FollowAsync(batch, row, ct);
        return batch;
    }

    internal Task<CommitResult> CommitAsync(PrincipalId person, PersonBatch batch, CancellationToken ct) => trail.CommitAsync(person, batch, ct);

    /// <summary>
    /// Changes the row by what <paramref name="change"/> makes of it as it stands; what changed in between is read and changed again. Null leaves it alone.
    /// </summary>
    /// <returns>The row as it stands afterwards.</returns>
    internal async Task<ActionRow> ChangeAsync(
        PrincipalId person, ActionId id, Func<ActionRow, (ActionRow After, AuditEvent? Entry)?> change, CancellationToken ct,
        Func<PersonBatch, Task>? also = null)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var before = await RequireAsync(person, id, ct);
            if (change(before.Value) is not var (after, entry)) return before.Value;
            var batch = await ComposeAsync(before, after, entry, ct);
            if (also is not null) await also(batch);
            if (await trail.CommitAsync(person, batch, ct) is CommitResult.Committed) return after;
        }

        throw new InvalidOperationException($"Action {id} met {Tries} conflicts in a row.");
    }

    internal async Task<Stored<ActionRow>> RequireAsync(PrincipalId person, ActionId id, CancellationToken ct) =>
        await ReadAsync(person, id, ct) ?? throw new InvalidOperationException($"There is no action {id}.");

    /// <summary>The entry that says of an action what happened to it.</summary>
    internal static AuditEvent EntryOf(string kind, ActionRow row, JsonNode? content = null) => new()
    {
        Kind = kind, Run = row.Run, Action = row.Id, Approval = row.Approval, Tool = row.Tool.Value, Connection = row.Connection.Value,
        Decision = row.Decision, Rule = row.Rule, PolicyVersion = row.PolicyVersion, Code = row.Code, Content = content,
    };

    /// <summary>What the person's stream tells of an action.</summary>
    internal static RunEvent EventOf(ActionRow row)
    {
        var data = new JsonObject { ["run"] = row.Run.Value, ["action"] = row.Id.Value, ["tool"] = row.Tool.Value, ["state"] = row.State.Word() };
        if (row.Approval is { } approval) data["approval"] = approval.Value;
        if (row.Parked is { } parked) data["parkedOn"] = parked.On;
        if (row.Parked?.Remedy is { } remedy) data["remedy"] = DirectRuns.NodeOf(remedy);
        if (row.Code is { } code) data["code"] = code;
        if (row.Text is { } text) data["text"] = text;
        if (row.Url is { } url) data["url"] = url;
        return new RunEvent("action.state", row.Run, data);
    }

    private async Task FollowAsync(PersonBatch batch, ActionRow after, CancellationToken ct)
    {
        if (await RunOfAsync(after, ct) is not { } stored) return;
        var followed = after.IsDirect ? DirectRuns.Follow(stored.Value, after, time.GetUtcNow()) : DirectRuns.FollowParked(stored.Value, after);
        if (followed is not { } run) return;
        batch.Replace(stored.Key, run, RunRowJson.Default.RunRow, stored.ETag);
        foreach (var entry in DirectRuns.EntriesOf(stored.Value, run)) batch.Record(entry);
        if (run.State != stored.Value.State) batch.Announce(DirectRuns.EventOf(run));
    }

    /// <summary>The run of an action, where there is one that can be read: the action ends all the same.</summary>
    internal Task<Stored<RunRow>?> RunOfAsync(ActionRow action, CancellationToken ct) =>
        people.ReadAsync(action.Principal, RunRow.KeyOf(action.Run), RunRowJson.Default.RunRow, ct, LeftOut<RunRow>.Altered);
}
