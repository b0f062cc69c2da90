namespace Countersign.Runs;

/// <summary>A conversation, at <c>thread~{id}</c>.</summary>
public sealed record ThreadRow
{
    public required ThreadId Id { get; init; }

    /// <summary>The beginning of its first message.</summary>
    public required string Title { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset LastAt { get; init; }

    /// <summary>Messages so far; the next one gets this number.</summary>
    public required int Messages { get; init; }

    /// <summary>The run that is writing to it; null when none is.</summary>
    public RunId? Run { get; init; }

    public const string Prefix = "thread~";

    public static string KeyOf(ThreadId thread) => $"{Prefix}{thread}";
}
