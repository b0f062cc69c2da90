using System.Diagnostics;

namespace Countersign.Audit;

/// <summary>What came of a batch.</summary>
public abstract record CommitResult
{
    private CommitResult() { }

    public T Match<T>(Func<Committed, T> committed, Func<Conflict, T> conflict) => this switch
    {
        Committed r => committed(r),
        Conflict r => conflict(r),
        _ => throw new UnreachableException(),
    };

    /// <param name="ETags">By the keys of the caller's own rows; a deleted row has none.</param>
    /// <param name="LastAudit">The number of the chain's last entry.</param>
    /// <param name="LastEvent">The number of the stream's last event.</param>
    public sealed record Committed(IReadOnlyDictionary<string, string> ETags, long LastAudit, long LastEvent) : CommitResult;

    /// <summary>Nothing was written.</summary>
    /// <param name="Key">The caller's row whose condition did not hold.</param>
    public sealed record Conflict(string Key) : CommitResult;
}
