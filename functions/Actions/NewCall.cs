using System.Text.Json;
using Countersign.Identity;

namespace Countersign.Actions;

/// <summary>One use of one tool, as a door or a run asks for it.</summary>
public abstract record NewCall
{
    public required PrincipalId Principal { get; init; }

    public required RunId Run { get; init; }

    public required string Agent { get; init; }

    public required string AgentVersion { get; init; }

    public string? Project { get; init; }

    /// <summary><c>api</c> or <c>chat</c>.</summary>
    public required string Door { get; init; }

    public required bool Present { get; init; }

    /// <summary>Sources of outside content in the context that proposes; empty when there is none.</summary>
    public IReadOnlyList<string> Provenance { get; init; } = [];

    /// <summary>The tool's name with its dot.</summary>
    public required string Tool { get; init; }

    /// <summary>As the model or the caller wrote them.</summary>
    public required JsonElement Arguments { get; init; }
}
