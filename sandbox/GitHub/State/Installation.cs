namespace Countersign.Sandbox.GitHub.State;

/// <summary>The app installed on an account: on all its repositories, or on some.</summary>
internal sealed class Installation
{
    public required long Id { get; init; }

    public required Account Account { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Names of the repositories when only some were selected; null for all.</summary>
    public HashSet<long>? Selected { get; set; }

    public bool Suspended { get; set; }

    /// <summary>What the account granted, by GitHub's names of permissions.</summary>
    public Dictionary<string, Level> Permissions { get; init; } = new(StringComparer.Ordinal)
    {
        ["metadata"] = Level.Read,
        ["contents"] = Level.Write,
        ["issues"] = Level.Write,
        ["pull_requests"] = Level.Write,
        ["checks"] = Level.Read,
        ["statuses"] = Level.Read,
    };

    public bool Covers(Repository repository) =>
        !Suspended && repository.Owner.Id == Account.Id && (Selected is null || Selected.Contains(repository.Id));

    public bool Grants(Permission permission) => Permissions.GetValueOrDefault(permission.Name) >= permission.Level;
}
