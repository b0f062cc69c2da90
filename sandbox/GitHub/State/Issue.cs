namespace Countersign.Sandbox.GitHub.State;

internal sealed record Label(long Id, string Name, string Color, string? Description);

internal sealed class Comment
{
    public required long Id { get; init; }

    public required Account User { get; init; }

    public required string Body { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Whether it came by the app.</summary>
    public bool ByApp { get; init; }
}

/// <summary>An issue; a pull request is one too, with more to it.</summary>
internal class Issue
{
    public required long Id { get; init; }

    public required int Number { get; init; }

    public required Account User { get; init; }

    public required string Title { get; set; }

    public string? Body { get; set; }

    public bool Open { get; set; } = true;

    /// <summary><c>completed</c>, <c>not_planned</c>, <c>duplicate</c>, <c>reopened</c> or null.</summary>
    public string? StateReason { get; set; }

    public bool Locked { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    public DateTimeOffset? ClosedAt { get; set; }

    public Account? ClosedBy { get; set; }

    public bool ByApp { get; init; }

    public List<Label> Labels { get; init; } = [];

    public List<Account> Assignees { get; init; } = [];

    public List<Comment> Comments { get; init; } = [];
}
