using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Audit;
using Countersign.Gate;
using Countersign.Identity;
using Countersign.Vault;
using Microsoft.Extensions.Options;

namespace Countersign.Approvals;

/// <summary>
/// Approvals as they are stored, and the one way to change one: the transition, the places on the phone, fatigue, the epoch and the trail in one batch.
/// </summary>
public sealed class ApprovalBook(
    People people, Trail trail, Epochs epochs, IOptions<ApprovalsOptions> options, IOptions<VaultOptions> vault, Grants grants, ApprovalProof proof,
    TimeProvider time)
{
    /// <summary>Batches tried before a conflict is somebody's defect: at most 23 approvals and their polls meet here.</summary>
    private const int Tries = 16;

    /// <summary>
    /// Whose a row is and which, its place says; one that says otherwise was altered, and no seal holds for it. One that was altered into something that
    /// is no approval is none.
    /// </summary>
    public async Task<Stored<ApprovalRow>?> ReadAsync(PrincipalId person, ApprovalId id, CancellationToken ct)
    {
        Stored<ApprovalRow>? stored;
        try
        {
            stored = await people.ReadAsync(person, ApprovalRow.KeyOf(id), ApprovalsJson.Default.ApprovalRow, ct);
        }
        catch (JsonException)
        {
            return null;
        }

        return stored is { Value: var row } && (row.Id != id || row.Principal != person) ? stored with { Value = row with { Id = id, Principal = person, Seal = null } } : stored;
    }

    public async Task<PhonePlaces> PlacesAsync(PrincipalId person, CancellationToken ct) =>
        (await people.ReadAsync(person, PhonePlaces.Key, ApprovalsJson.Default.PhonePlaces, ct))?.Value ?? PhonePlaces.Empty;

    /// <summary>All that are not settled, the oldest first: those on the phone and those that wait for a place.</summary>
    public async Task<IReadOnlyList<ApprovalRow>> OpenAsync(PrincipalId person, CancellationToken ct)
    {
        var places = await PlacesAsync(person, ct);
        var open = new List<ApprovalRow>();
        foreach (var place in places.Outstanding.Concat(places.Waiting))
        {
            if (await ReadAsync(person, place.Approval, ct) is { Value: { State.Final: false } row }) open.Add(row);
        }

        return [.. open.OrderBy(row => row.OpenedAt).ThenBy(row => row.Id.Value, StringComparer.Ordinal)];
    }

    /// <summary>Whether two denials or expiries have ended the run.</summary>
    public async Task<bool> IsOverAsync(PrincipalId person, RunId run, CancellationToken ct) =>
        (await people.ReadAsync(person, RunFatigue.KeyOf(run), ApprovalsJson.Default.RunFatigue, ct))?.Value.Over ?? false;

    /// <summary>Adds the approval of a stepped-up action to the batch that records its decision, or says why nobody is asked.</summary>
    /// <remarks>When the commit then reports a conflict on one of this room's rows, everything is read and decided again in a new batch.</remarks>
    public async Task<Opening> OpenAsync(PersonBatch batch, StepUpRequest request, CancellationToken ct)
    {
        var action = request.Action;
        if (PhoneText.Of(request.Summary, request.Digest, request.Sources, options.Value.PhoneText, out var advice) is null)
            return new Opening.Denied("does_not_fit", advice!); // said whenever there is no text

        var row = proof.Put(new ApprovalRow
        {
            Id = ApprovalId.New(time), Principal = action.Principal, Action = action.Id, Run = action.Run, Agent = action.Agent, Tool = action.Tool,
            Connection = action.Connection, Digest = request.Digest, Summary = request.Summary, Sources = request.Sources, Because = request.Because,
            OpenedAt = time.GetUtcNow(), State = new ApprovalState.Waiting(0, null),
        });
        if ((await people.ReadAsync(action.Principal, RunFatigue.KeyOf(action.Run), ApprovalsJson.Default.RunFatigue, ct))?.Value is { } fatigue)
        {
            if (fatigue.Over) return new Opening.Denied("run_over", "Two requests of this run were denied or expired, so it asks nothing more. Start a new one.");
            if (fatigue.Includes(action.Tool, row.Target))
                return new Opening.Denied("denied_before", "The person has turned this down in this run. Do not propose it again; say so and go on with something else.");
        }

        var stored = await people.ReadAsync(action.Principal, PhonePlaces.Key, ApprovalsJson.Default.PhonePlaces, ct);
        var places = stored?.Value ?? PhonePlaces.Empty;
        var likeness = Likeness(action);
        if (places.Like(action.Run, likeness) is { } like) return new Opening.Joined(like.Approval, like.Action);
        if (places.Join(new PhonePlace(row.Id, action.Id, action.Run, likeness)) is not { } joined)
            return new Opening.Denied("too_many_waiting", $"{PhonePlaces.MostWaiting} requests wait for the person already. Let them be answered first.");

        Put(batch, PhonePlaces.Key, joined, stored?.ETag, ApprovalsJson.Default.PhonePlaces);
        batch.Insert(ApprovalRow.KeyOf(row.Id), row, ApprovalsJson.Default.ApprovalRow);
        Say(batch, row);
        return new Opening.Opened(row.Id);
    }

    /// <summary>Marks an approval as spent, in the batch that moves its action to <c>executing</c>; nothing when that action has spent it already.</summary>
    public async Task SpendAsync(PersonBatch batch, PrincipalId person, ApprovalId id, CancellationToken ct)
    {
        if (await ReadAsync(person, id, ct) is not { Value.State: ApprovalState.Approved { SpentAt: null } approved } stored) return;
        var spent = stored.Value with { State = approved with { SpentAt = time.GetUtcNow() } };
        batch.Replace(ApprovalRow.KeyOf(id), spent, ApprovalsJson.Default.ApprovalRow, stored.ETag);
    }

    /// <summary>Gives back the place of an approval whose row is gone or no approval any more, on the record.</summary>
    /// <returns>The place it had; null when it had none.</returns>
    internal async Task<PhonePlace?> DropAsync(PrincipalId person, ApprovalId id, CancellationToken ct)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            if (await people.ReadAsync(person, PhonePlaces.Key, ApprovalsJson.Default.PhonePlaces, ct) is not { } stored) return null;
            if (stored.Value.Outstanding.Concat(stored.Value.Waiting).FirstOrDefault(one => one.Approval == id) is not { } place) return null;
            var batch = new PersonBatch().Replace(PhonePlaces.Key, stored.Value.Leave(id), ApprovalsJson.Default.PhonePlaces, stored.ETag);
            batch.Record(new AuditEvent { Kind = "approval.refused", Run = place.Run, Action = place.Action, Approval = id, Code = ApprovalProof.Altered });
            if (await trail.CommitAsync(person, batch, ct) is CommitResult.Committed) return place;
        }

        throw new InvalidOperationException($"Approval {id} met {Tries} conflicts in a row.");
    }

    /// <summary>Something else than a place is missing: passed over in the queue until it is asked for again.</summary>
    internal async Task HoldAsync(PrincipalId person, ApprovalId id, CancellationToken ct)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            if (await people.ReadAsync(person, PhonePlaces.Key, ApprovalsJson.Default.PhonePlaces, ct) is not { } stored) return;
            var batch = new PersonBatch().Replace(PhonePlaces.Key, stored.Value.Hold(id), ApprovalsJson.Default.PhonePlaces, stored.ETag);
            if (await trail.CommitAsync(person, batch, ct) is CommitResult.Committed) return;
        }
    }

    /// <summary>Notes the action that a person's asking again made of this one.</summary>
    internal async Task NoteAskedAgainAsync(PrincipalId person, ApprovalId id, ActionId action, CancellationToken ct)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            if (await ReadAsync(person, id, ct) is not { Value.AskedAgainAs: null } stored) return;
            var batch = new PersonBatch().Replace(
                ApprovalRow.KeyOf(id), stored.Value with { AskedAgainAs = action }, ApprovalsJson.Default.ApprovalRow, stored.ETag);
            if (await trail.CommitAsync(person, batch, ct) is CommitResult.Committed) return;
        }
    }

    internal Task<ApprovalChange> ApplyAsync(PrincipalId person, ApprovalId id, Answer answer, CancellationToken ct) =>
        ApplyAsync(person, id, answer, null, null, ct);

    /// <summary>Applies what happened. Conditional: what changed in between is read and applied to again.</summary>
    /// <param name="only">Whether the row is still the one that was looked at; null for any.</param>
    /// <param name="token">The verified approval token; sealed for the action where the tenant takes it as subject token.</param>
    internal async Task<ApprovalChange> ApplyAsync(
        PrincipalId person, ApprovalId id, Answer answer, Func<ApprovalRow, bool>? only, ApprovalToken? token, CancellationToken ct)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            if (await ReadAsync(person, id, ct) is not { } stored) return new ApprovalChange(null, false);
            var (row, next) = (stored.Value, stored.Value.State.Apply(answer));
            if (next == row.State || only?.Invoke(row) == false) return new ApprovalChange(row, false);

            if (next is ApprovalState.Approved approved) next = proof.Put(row, approved);
            var batch = new PersonBatch();
            var changed = row with { State = next };
            batch.Replace(ApprovalRow.KeyOf(id), changed, ApprovalsJson.Default.ApprovalRow, stored.ETag);
            if (row.State.Word != next.Word)
            {
                if (!await MoveAsync(batch, person, row, next, ct)) return new ApprovalChange(row, false);
                if (next is ApprovalState.Denied or ApprovalState.Expired) await TireAsync(batch, person, row, ct);
                if (next is ApprovalState.Withdrawn) await epochs.RaiseAsync(batch, person, ct);
                if (next is ApprovalState.Approved && token is not null && vault.Value.UsesApprovalToken)
                    await grants.SealAsync(batch, person, id, row.Digest, token.Token, token.ExpiresAt, ct);
                Say(batch, changed);
            }

            if (await trail.CommitAsync(person, batch, ct) is CommitResult.Committed) return new ApprovalChange(changed, true);
        }

        throw new InvalidOperationException($"Approval {id} met {Tries} conflicts in a row.");
    }

    /// <summary>The places on the phone follow the state; false when it is not this approval's turn.</summary>
    private async Task<bool> MoveAsync(PersonBatch batch, PrincipalId person, ApprovalRow row, ApprovalState next, CancellationToken ct)
    {
        var stored = await people.ReadAsync(person, PhonePlaces.Key, ApprovalsJson.Default.PhonePlaces, ct);
        var places = stored?.Value ?? PhonePlaces.Empty;
        var moved = next switch
        {
            ApprovalState.Asked => places.Take(row.Id),
            ApprovalState.Waiting => places.GiveBack(row.Id),
            { Final: true } => places.Leave(row.Id),
            _ => places,
        };
        if (moved is null) return false;
        if (!ReferenceEquals(moved, places)) Put(batch, PhonePlaces.Key, moved, stored?.ETag, ApprovalsJson.Default.PhonePlaces);
        return true;
    }

    private async Task TireAsync(PersonBatch batch, PrincipalId person, ApprovalRow row, CancellationToken ct)
    {
        var stored = await people.ReadAsync(person, RunFatigue.KeyOf(row.Run), ApprovalsJson.Default.RunFatigue, ct);
        var fatigue = (stored?.Value ?? new RunFatigue { Refusals = [] }).With(row.Tool, row.Target);
        Put(batch, RunFatigue.KeyOf(row.Run), fatigue, stored?.ETag, ApprovalsJson.Default.RunFatigue);
    }

    private static void Put<T>(PersonBatch batch, string key, T value, string? etag, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        if (etag is null) batch.Insert(key, value, type);
        else batch.Replace(key, value, type, etag);
    }

    /// <summary>Every change of state stands in the trail and on the person's stream, in the batch that makes it.</summary>
    private static void Say(PersonBatch batch, ApprovalRow row)
    {
        var content = new JsonObject();
        if (ApprovalView.CodeOf(row.State) is { } code) content["code"] = code.Value;
        var refusal = row.State as ApprovalState.Refused;
        batch.Record(new AuditEvent
        {
            Kind = $"approval.{row.State.Word}", Run = row.Run, Action = row.Action, Approval = row.Id, Tool = row.Tool.Value,
            Connection = row.Connection.Value, Code = refusal?.Reason, Content = content.Count == 0 ? null : content,
        });
        batch.Announce(new RunEvent("approval.state", row.Run, new JsonObject
        {
            ["run"] = row.Run.Value, ["approval"] = row.Id.Value, ["action"] = row.Action.Value, ["state"] = row.State.Word, ["code"] = ApprovalView.CodeOf(row.State)?.Value,
            ["expiresAt"] = row.State is ApprovalState.Pending pending ? pending.Deadline.ToString("O") : null, ["text"] = ApprovalView.SentenceOf(row.State),
        }));
    }

    private static string Likeness(ProposedAction action)
    {
        var like = new JsonObject
        {
            ["agent"] = action.Agent, ["tool"] = action.Tool.Value, ["account"] = action.Account,
            ["arguments"] = JsonNode.Parse(action.Arguments.GetRawText()), ["resolved"] = JsonNode.Parse(action.Resolved.GetRawText()),
        };
        return Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Write(JsonSerializer.SerializeToElement(like, ApprovalsJson.Default.JsonObject))));
    }
}

/// <param name="Row">As it stands now; null when there is none.</param>
/// <param name="Changed">Whether this call changed it.</param>
internal sealed record ApprovalChange(ApprovalRow? Row, bool Changed);

/// <summary>A verified token that came back from an approval.</summary>
internal sealed record ApprovalToken(AccessToken Token, DateTimeOffset ExpiresAt);
