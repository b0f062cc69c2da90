using Microsoft.Extensions.Logging;

namespace Countersign.Audit;

internal static partial class Log
{
    [LoggerMessage(1101, LogLevel.Information, "Checkpoint of {Principal} at {Seq}: {Hash} {At} {KeyId} {Signature}")]
    public static partial void Checkpoint(this ILogger log, string principal, long seq, string hash, string at, string keyId, string signature);

    [LoggerMessage(1102, LogLevel.Warning, "A checkpoint of {Principal} could not be kept: {Failure}")]
    public static partial void CheckpointFailed(this ILogger log, string principal, string failure);

    [LoggerMessage(1104, LogLevel.Information, "Deleted {Events} events and {Keys} idempotency keys that were old enough")]
    public static partial void Purged(this ILogger log, int events, int keys);

    [LoggerMessage(1105, LogLevel.Warning, "Old rows of {Principal} could not be deleted ({Kind}); the next sweep tries again")]
    public static partial void PurgeFailed(this ILogger log, string principal, string kind);

    [LoggerMessage(1103, LogLevel.Critical, "The chain of {Principal} had {Seen} entries at its last checkpoint and now has {Found}, or others. Verify it")]
    public static partial void HeadContradicted(this ILogger log, string principal, long seen, long found);
}
