namespace Countersign.Audit;

/// <summary>One entry of a person's chain, as it is stored, exported and verified. Everything in it is under <see cref="Hash"/>.</summary>
public sealed record AuditEntry
{
    /// <summary>From 1, without gaps.</summary>
    public required long Seq { get; init; }

    /// <summary>UTC, whole milliseconds: <c>2026-01-31T12:00:00.000Z</c>.</summary>
    public required string At { get; init; }

    public required string Principal { get; init; }

    public required string Kind { get; init; }

    public string? Run { get; init; }

    public string? Action { get; init; }

    public string? Approval { get; init; }

    public string? Tool { get; init; }

    public string? Connection { get; init; }

    public string? Decision { get; init; }

    public string? Rule { get; init; }

    public string? PolicyVersion { get; init; }

    public string? Outcome { get; init; }

    public string? Subject { get; init; }

    public string? Code { get; init; }

    /// <summary>SHA-256 in lower-case hex over <c>countersign.content.v1</c>, line feed, the salt's bytes and the content's; null without content.</summary>
    public string? Commitment { get; init; }

    /// <summary>The hash of the entry before; for the first, of the principal.</summary>
    public required string Previous { get; init; }

    /// <summary>See <see cref="ChainHash"/>.</summary>
    public required string Hash { get; init; }
}
