namespace Countersign.Sandbox.GitHub.State;

/// <summary>A check run on a commit. Conclusion is null until it has completed.</summary>
internal sealed record CheckRun(long Id, string Name, string Status, string? Conclusion, DateTimeOffset StartedAt, DateTimeOffset? CompletedAt, string Summary);

/// <summary>A commit status as older CI systems set it.</summary>
internal sealed record CommitStatus(long Id, string Context, string State, string? Description, DateTimeOffset CreatedAt);

/// <summary>What a protected branch asks of a merge.</summary>
internal sealed record Protection(IReadOnlyList<string> RequiredChecks, int RequiredReviews);
