using Microsoft.Extensions.Logging;

namespace Countersign.Audit;

/// <summary>Where no file is set: a checkpoint is a log event, complete enough to be put together again.</summary>
internal sealed class LogCheckpoints(ILogger<LogCheckpoints> log) : ICheckpointSink
{
    public ValueTask AppendAsync(Checkpoint checkpoint, CancellationToken ct)
    {
        log.Checkpoint(checkpoint.Principal, checkpoint.Seq, checkpoint.Hash, checkpoint.At, checkpoint.KeyId, checkpoint.Signature);
        return default;
    }

    public Checkpoint? Last(string principal) => null;
}
