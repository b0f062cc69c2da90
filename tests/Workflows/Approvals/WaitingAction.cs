using Countersign.Approvals;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Countersign.Tests.Workflows.Approvals;

/// <summary>Waits for an approval as an action does: asks, sleeps, asks again on every wake, until it is over.</summary>
public static class WaitingAction
{
    [Function(nameof(WaitForAnswer))]
    public static async Task<string> WaitForAnswer([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var approval = context.GetInput<ApprovalRef>()!;
        var settled = context.WaitForExternalEvent<Wake>(Wake.Event);
        while (true)
        {
            var asked = await context.CallActivityAsync<AskResult>(nameof(AskApproval), approval);
            if (asked.Is == AskResult.Over) return asked.Is;
            await settled;
            settled = context.WaitForExternalEvent<Wake>(Wake.Event);
        }
    }
}
