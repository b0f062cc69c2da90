using System.Text.Json;
using Countersign.Gate;
using Countersign.Identity;

namespace Countersign.Actions;

/// <summary>One use of a read tool, inline.</summary>
public sealed record NewRead
{
    public required PrincipalId Principal { get; init; }

    public required RunId Run { get; init; }

    public required string Agent { get; init; }

    public required string AgentVersion { get; init; }

    public string? Project { get; init; }

    public required string Door { get; init; }

    public required bool Present { get; init; }

    public IReadOnlyList<string> Provenance { get; init; } = [];

    public required string Tool { get; init; }

    public required JsonElement Arguments { get; init; }

    /// <summary>The caller's token at a door, or the run's grant.</summary>
    public required Subject Subject { get; init; }
}
