using Countersign.Approvals;
using Countersign.Identity;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace Countersign.Actions;

/// <summary>Shows in the row what the ask of an approval waits for: the person's answer, or a remedy that comes first.</summary>
public sealed class ParkAction(ActionBook book, IOptions<ActionsOptions> options, TimeProvider time)
{
    [Function(nameof(ParkAction))]
    public async Task<ActStep> RunAsync([ActivityTrigger] ParkOrder order, CancellationToken ct)
    {
        if (order.Is == AskResult.Over) return new ActStep(ActNext.Wait, time.GetUtcNow());
        var now = time.GetUtcNow();
        var row = await book.ChangeAsync(
            PrincipalId.Parse(order.Principal), ActionId.Parse(order.Action),
            row =>
            {
                if (row.State != ActionState.Parked || row.Approval is null) return null;
                var parking = order.Remedy is null
                    ? new Parking(Parking.Approval, null, null, null)
                    : new Parking(Parking.Approval, now + options.Value.RemedyTime, order.Remedy, Waits.KeyOf(order.Remedy, row.Run, row.Id.Value));
                return parking.Remedy == row.Parked?.Remedy && parking.Wait == row.Parked?.Wait ? null : (row with { Parked = parking }, null);
            },
            ct);
        return row.State == ActionState.Parked ? new ActStep(ActNext.Wait, row.Parked?.Until ?? now + ReadActionState.Unnoticed) : ActionSteps.Next(row);
    }
}
