namespace Countersign.Sandbox.GitHub.State;

internal sealed record Review(long Id, Account User, string State, string Body, string CommitId, DateTimeOffset SubmittedAt);

internal sealed class PullRequest : Issue
{
    /// <summary>GitHub's id of the pull request; <see cref="Issue.Id"/> is that of its issue.</summary>
    public required long PullId { get; init; }

    public required string HeadRef { get; init; }

    public required string BaseRef { get; set; }

    /// <summary>The head as of the last push, which stays when the branch is deleted.</summary>
    public required string HeadSha { get; set; }

    /// <summary>The base branch's tip when it was opened or last moved under it.</summary>
    public required string BaseSha { get; set; }

    public bool Draft { get; set; }

    public DateTimeOffset? MergedAt { get; set; }

    public Account? MergedBy { get; set; }

    public string? MergeCommitSha { get; set; }

    public List<Review> Reviews { get; init; } = [];

    /// <summary>The pair of tips for which somebody has asked whether it can be merged: the first who asks is told "not known yet".</summary>
    public string? AskedAbout { get; set; }

    public bool Merged => MergedAt is not null;
}
