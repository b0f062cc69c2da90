using System.Text.Json;
using Countersign.Identity;

namespace Countersign.Policies;

/// <summary>All that a rule can look at. Provider content is not among it: it can make a model propose, never change what policy decides.</summary>
public sealed record ActionFacts
{
    public required PrincipalId Principal { get; init; }

    public required ToolName Tool { get; init; }

    /// <summary>The risk after arguments and resolved targets have raised it.</summary>
    public required Risk Risk { get; init; }

    /// <summary>The agent's name; <c>direct</c> for a direct call.</summary>
    public required string Agent { get; init; }

    public required ConnectionName Connection { get; init; }

    /// <summary>The front door: <c>api</c> or <c>chat</c>.</summary>
    public required string Door { get; init; }

    public string? Project { get; init; }

    /// <summary>Whether the person is there: a caller's own token came through the door.</summary>
    public required bool Present { get; init; }

    /// <summary>Sources of outside content in the context that proposed this; empty when there was none.</summary>
    public IReadOnlyList<string> Provenance { get; init; } = [];

    /// <summary>Arguments with every default filled in; undefined before they are known (deciding whether a tool is flatly denied).</summary>
    public JsonElement Arguments { get; init; }

    /// <summary>Resolved targets and preconditions; undefined before Resolve.</summary>
    public JsonElement Resolved { get; init; }

    public required DateTimeOffset Now { get; init; }
}
