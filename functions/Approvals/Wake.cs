namespace Countersign.Approvals;

/// <summary>
/// Payload of the one event that orchestrations of ours wait for. It carries nothing: an event only wakes, and whoever wakes reads the row. Raising it
/// to an instance that is gone is success.
/// </summary>
public sealed record Wake
{
    public const string Event = "settled";
}
