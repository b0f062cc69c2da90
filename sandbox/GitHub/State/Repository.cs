using Countersign.Sandbox.GitHub.Git;

namespace Countersign.Sandbox.GitHub.State;

internal sealed class Repository
{
    public required long Id { get; init; }

    public required Account Owner { get; set; }

    public required string Name { get; set; }

    public required string Description { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    public required DateTimeOffset PushedAt { get; set; }

    public bool Private { get; init; } = true;

    public bool Archived { get; set; }

    public bool HasIssues { get; set; } = true;

    public bool AllowMergeCommit { get; set; } = true;

    public bool AllowSquash { get; set; } = true;

    public bool AllowRebase { get; set; } = true;

    public string DefaultBranch { get; init; } = "main";

    public GitObjects Objects { get; init; } = new();

    /// <summary>Full ref name to the object it names.</summary>
    public SortedDictionary<string, string> Refs { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Issues and pull requests: one row of numbers for both.</summary>
    public SortedDictionary<int, Issue> Issues { get; init; } = [];

    public List<Label> Labels { get; init; } = [];

    /// <summary>People by login who have a role here of their own.</summary>
    public Dictionary<string, Level> Collaborators { get; init; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What every member of the owning organisation may do here.</summary>
    public Level MemberRole { get; set; }

    public Dictionary<string, Protection> Protections { get; init; } = new(StringComparer.Ordinal);

    public Dictionary<string, List<CheckRun>> Checks { get; init; } = new(StringComparer.Ordinal);

    public Dictionary<string, List<CommitStatus>> Statuses { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Numbers whose issue lives elsewhere now.</summary>
    public Dictionary<int, (Repository Repository, int Number)> Transferred { get; init; } = [];

    /// <summary>Numbers of issues that were deleted.</summary>
    public HashSet<int> Deleted { get; init; } = [];

    public string FullName => $"{Owner.Login}/{Name}";

    public int NextNumber => Math.Max(Issues.Keys.LastOrDefault(), Transferred.Keys.DefaultIfEmpty().Max()) + 1;

    public IEnumerable<PullRequest> Pulls => Issues.Values.OfType<PullRequest>();

    public PullRequest? Pull(int number) => Issues.GetValueOrDefault(number) as PullRequest;

    public string? Branch(string name) => Refs.GetValueOrDefault("refs/heads/" + name);

    /// <summary>What a branch, tag, full or partial commit name stands for; HEAD is the default branch.</summary>
    public GitCommit? Resolve(string name)
    {
        if (name is "HEAD" or "") name = DefaultBranch;
        var sha = Refs.GetValueOrDefault("refs/heads/" + name) ?? Refs.GetValueOrDefault("refs/tags/" + name)
            ?? Refs.GetValueOrDefault("refs/" + name) ?? Refs.GetValueOrDefault(name);
        return sha is not null ? Objects.Commit(sha) : Objects.Commit(name) ?? Objects.CommitByPrefix(name);
    }

    /// <summary>Moves or makes a branch; open pull requests from it follow, as GitHub's do.</summary>
    public void SetBranch(string name, string sha, DateTimeOffset now)
    {
        Refs["refs/heads/" + name] = sha;
        PushedAt = UpdatedAt = now;
        foreach (var pull in Pulls.Where(p => p.Open && p.HeadRef == name))
        {
            pull.HeadSha = sha;
            pull.UpdatedAt = now;
            pull.AskedAbout = null;
            Refs[$"refs/pull/{pull.Number}/head"] = sha;
        }
    }
}
