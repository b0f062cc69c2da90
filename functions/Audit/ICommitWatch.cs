using Countersign.Identity;

namespace Countersign.Audit;

/// <summary>Sees every batch with entries go by, so that checkpoints are signed in time.</summary>
internal interface ICommitWatch
{
    /// <summary>Before a batch is written: what must not be forgotten if the process dies in the middle.</summary>
    ValueTask BeforeAsync(PrincipalId person, CancellationToken ct);

    /// <summary>After entries <paramref name="from"/> (exclusive) to <paramref name="to"/> were committed. A failure here is not the caller's.</summary>
    ValueTask AfterAsync(PrincipalId person, long from, long to, CancellationToken ct);
}
