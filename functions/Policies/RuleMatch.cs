namespace Countersign.Policies;

/// <summary>
/// What a rule looks at. A member that is not written matches everything; a list matches where one of its entries does. In names <c>*</c> stands for
/// any run of characters.
/// </summary>
internal sealed record RuleMatch
{
    public IReadOnlyList<string>? Tools { get; init; }

    public IReadOnlyList<Risk>? Risks { get; init; }

    public IReadOnlyList<string>? Agents { get; init; }

    public IReadOnlyList<string>? Connections { get; init; }

    /// <summary>Scopes or permissions that the tool declares.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>An action outside every project matches no entry.</summary>
    public IReadOnlyList<string>? Projects { get; init; }

    public IReadOnlyList<string>? Doors { get; init; }

    public bool? Present { get; init; }

    /// <summary>Whether outside content stands in the context that proposed the action.</summary>
    public bool? Marked { get; init; }

    /// <summary>Sources of that content.</summary>
    public IReadOnlyList<string>? Sources { get; init; }

    /// <summary>All of them must hold.</summary>
    public IReadOnlyList<ArgumentCondition>? Arguments { get; init; }

    public TimeWindow? Time { get; init; }

    public bool Holds(ToolDeclaration tool, ActionFacts facts) =>
        OneOf(Tools, facts.Tool.Value)
        && (Risks is null || Risks.Contains(facts.Risk))
        && OneOf(Agents, facts.Agent)
        && OneOf(Connections, facts.Connection.Value)
        && AnyOf(Scopes, [.. tool.Scopes, .. tool.Permissions])
        && OneOf(Projects, facts.Project)
        && OneOf(Doors, facts.Door)
        && (Present is null || Present == facts.Present)
        && (Marked is null || Marked == facts.Provenance.Count > 0)
        && AnyOf(Sources, facts.Provenance)
        && (Arguments is null || Arguments.All(condition => condition.Holds(facts.Arguments)))
        && (Time is null || Time.Holds(facts.Now));

    private static bool OneOf(IReadOnlyList<string>? patterns, string? name) =>
        patterns is null || (name is not null && patterns.Any(pattern => NamePattern.Matches(pattern, name)));

    private static bool AnyOf(IReadOnlyList<string>? patterns, IReadOnlyList<string> names) =>
        patterns is null || names.Any(name => OneOf(patterns, name));
}
