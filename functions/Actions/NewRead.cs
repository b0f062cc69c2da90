using Countersign.Gate;

namespace Countersign.Actions;

/// <summary>One use of a read tool, inline.</summary>
public sealed record NewRead : NewCall
{
    /// <summary>The caller's token at a door, or the run's grant.</summary>
    public required Subject Subject { get; init; }
}
