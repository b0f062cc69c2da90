using Countersign.Identity;
using Countersign.Storage;

namespace Countersign.Approvals;

/// <summary>The due list that the Poller reads: one row per approval that somebody must look at, at the instant when.</summary>
public sealed class ApprovalDue(DueLists lists)
{
    public const string List = "approvals";

    /// <summary>Before the person's batch that needs it.</summary>
    public Task AddAsync(PrincipalId person, ApprovalId id, DateTimeOffset due, CancellationToken ct) =>
        lists.AddAsync(List, due, id.Value, new ApprovalRef(person.Value, id.Value), ApprovalsJson.Default.ApprovalRef, ct);

    public Task<IReadOnlyList<DueItem<ApprovalRef>>> ReadAsync(DateTimeOffset now, int limit, CancellationToken ct) =>
        lists.ReadDueAsync(List, now, limit, ApprovalsJson.Default.ApprovalRef, ct);

    /// <summary>When the earliest row is due; null when the list is empty.</summary>
    public async Task<DateTimeOffset?> NextAsync(CancellationToken ct) =>
        await lists.ReadFirstAsync(List, 1, ApprovalsJson.Default.ApprovalRef, ct) is [var first] ? first.Due : null;

    public Task RemoveAsync(DueItem<ApprovalRef> item, CancellationToken ct) => lists.RemoveAsync(List, item.Key, ct);

    public Task MoveAsync(DueItem<ApprovalRef> item, DateTimeOffset due, CancellationToken ct) =>
        lists.MoveAsync(List, item.Key, due, item.Id, item.Reference, ApprovalsJson.Default.ApprovalRef, ct);
}
