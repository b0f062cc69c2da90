namespace Countersign.Egress;

/// <summary>One client: one origin, and how much of it is read for how long.</summary>
public sealed record EgressClientOptions
{
    /// <summary>From settings; ends in a slash. Its origin is the only one this client reaches, its path the prefix of every path.</summary>
    public required Uri BaseAddress { get; init; }

    /// <summary>What may be sent without an <see cref="EgressPolicy"/>: the client's own requests, which no tool declares.</summary>
    public IReadOnlyList<RequestTemplate> Own { get; init; } = [];

    /// <summary>From sending to the last byte of the answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>After decompression.</summary>
    public long MaxResponseBytes { get; init; } = 8 << 20;
}
