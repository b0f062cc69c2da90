using Countersign.Vault;

namespace Countersign.Actions;

/// <summary>What a parked action waits for.</summary>
/// <param name="On"><c>approval</c>, <c>joined</c> (another action that stands for this one) or the remedy's kind.</param>
/// <param name="Until">It lapses then; null where an approval's own clock says when.</param>
/// <param name="Remedy">What somebody has to do.</param>
/// <param name="Wait">Key of the row under which it is woken; null for an approval, which wakes by itself.</param>
public sealed record Parking(string On, DateTimeOffset? Until, Remedy? Remedy, string? Wait)
{
    public const string Approval = "approval";
    public const string Joined = "joined";
}
