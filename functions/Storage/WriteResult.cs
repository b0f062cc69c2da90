using System.Diagnostics;

namespace Countersign.Storage;

/// <summary>What came of a batch.</summary>
public abstract record WriteResult
{
    private WriteResult() { }

    public T Match<T>(Func<Written, T> written, Func<Conflict, T> conflict) => this switch
    {
        Written r => written(r),
        Conflict r => conflict(r),
        _ => throw new UnreachableException(),
    };

    /// <param name="ETags">One for each change, in their order; empty text for a delete.</param>
    public sealed record Written(IReadOnlyList<string> ETags) : WriteResult;

    /// <param name="Index">The first change whose condition did not hold. Nothing was written.</param>
    public sealed record Conflict(int Index) : WriteResult;
}
