using Microsoft.DurableTask.Client;

namespace Countersign.Approvals;

/// <summary>
/// Payload of the one event that orchestrations of ours wait for. It carries nothing: an event only wakes, and whoever wakes reads the row. Raising it
/// to an instance that is gone is success.
/// </summary>
public sealed record Wake
{
    public const string Event = "settled";

    /// <summary>Repeatable; an instance that is gone or over needs no waking.</summary>
    public static async Task RaiseAsync(DurableTaskClient client, string instance, CancellationToken ct)
    {
        if (await client.GetInstanceAsync(instance, ct) is not { IsCompleted: false }) return;
        try
        {
            await client.RaiseEventAsync(instance, Event, new Wake(), ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // It may have ended between the look and the event; what this is called differs between back ends.
            if (await client.GetInstanceAsync(instance, ct) is { IsCompleted: false }) throw;
        }
    }
}
