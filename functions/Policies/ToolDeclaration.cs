namespace Countersign.Policies;

/// <summary>What a tool says of itself. Policy decides on it, the gate holds the tool to it, Egress stops what it does not declare.</summary>
public sealed record ToolDeclaration
{
    public required ToolName Name { get; init; }

    /// <summary>One sentence for the model and for people.</summary>
    public required string Description { get; init; }

    public required ConnectionName Connection { get; init; }

    /// <summary>The risk before arguments are known.</summary>
    public required Risk Risk { get; init; }

    public required EffectStrategy Effect { get; init; }

    /// <summary>Scopes the provider token must carry; only for connections guarded by scopes.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>Permissions the app must have been given (<c>contents=write</c>); only for connections guarded by permissions.</summary>
    public IReadOnlyList<string> Permissions { get; init; } = [];

    /// <summary>Everything that the tool may send while it reads, resolves, checks preconditions and looks. GET and HEAD only.</summary>
    public required IReadOnlyList<RequestTemplate> Reads { get; init; }

    /// <summary>Everything that the tool may send to bring about its effect. Empty for a read.</summary>
    public IReadOnlyList<RequestTemplate> Writes { get; init; } = [];

    /// <summary>SHA-256 in lower-case hex over the canonical JSON of name, argument schema, risk, strategy and templates: the digest holds it.</summary>
    public required string ContractHash { get; init; }
}
