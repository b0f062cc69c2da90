using Countersign.Identity;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Countersign.Approvals;

/// <summary>
/// Asks the person, if it is this approval's turn. Act calls it at first and on every wake until the approval is settled. It may run twice, at once too:
/// <c>asked</c> is written, with the code, before the one call that is not repeatable.
/// </summary>
public sealed class AskApproval(Asking asking)
{
    [Function(nameof(AskApproval))]
    public Task<AskResult> RunAsync([ActivityTrigger] ApprovalRef approval, [DurableClient] DurableTaskClient client, CancellationToken ct) =>
        asking.AskAsync(PrincipalId.Parse(approval.Principal), ApprovalId.Parse(approval.Approval), client, ct);
}
