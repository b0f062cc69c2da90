namespace Countersign.Audit;

/// <summary>Where checkpoints go, outside the store.</summary>
internal interface ICheckpointSink
{
    ValueTask AppendAsync(Checkpoint checkpoint, CancellationToken ct);

    /// <summary>The person's checkpoint with the highest number, null where none can be read back.</summary>
    Checkpoint? Last(string principal);
}
