using System.Globalization;
using Countersign.Sandbox.GitHub.Git;
using Countersign.Sandbox.GitHub.Routes;
using Countersign.Sandbox.GitHub.State;

namespace Countersign.Sandbox.GitHub.Seed;

/// <summary>Puts content into a new repository. All dates are fixed, so every commit has the same name in every world.</summary>
internal sealed class Planter(GitHubState state, Repository repository)
{
    public Repository Repository => repository;

    public Planter Branch(string name, string from)
    {
        repository.Refs["refs/heads/" + name] = repository.Branch(from) ?? from;
        return this;
    }

    /// <summary>Commits files on a branch; an empty text removes the file.</summary>
    public string Commit(string branch, Account author, string at, string message, params (string Path, string Text)[] changes)
    {
        var objects = repository.Objects;
        var tip = repository.Branch(branch);
        var files = tip is null ? new(StringComparer.Ordinal) : Files.Of(objects, objects.Commit(tip)?.Tree ?? "");
        foreach (var (path, text) in changes)
        {
            if (text.Length == 0) files.Remove(path);
            else files[path] = new FileAt("100644", objects.AddText(text));
        }

        var who = MergeRoutes.Sign(author, Instant(at));
        var commit = objects.AddCommit(Files.Fold(objects, files), tip is null ? [] : [tip], who, who, message);
        return repository.Refs["refs/heads/" + branch] = commit.Sha;
    }

    public Issue Issue(int number, Account by, string at, string title, string body, params string[] labels)
    {
        var issue = new Issue
        {
            Id = state.NextId(),
            Number = number,
            User = by,
            Title = title,
            Body = body,
            CreatedAt = Instant(at),
            UpdatedAt = Instant(at),
            Labels = [.. labels.Select(Label)],
        };
        return repository.Issues[number] = issue;
    }

    public Comment Comment(int number, Account by, string at, string body)
    {
        var issue = repository.Issues[number];
        var comment = new Comment { Id = state.NextId(), User = by, Body = body, CreatedAt = Instant(at), UpdatedAt = Instant(at) };
        issue.Comments.Add(comment);
        issue.UpdatedAt = comment.CreatedAt;
        return comment;
    }

    public PullRequest Pull(int number, Account by, string at, string branch, string title, string body, string into = "main", bool draft = false)
    {
        var pull = new PullRequest
        {
            Id = state.NextId(),
            PullId = state.NextId(),
            Number = number,
            User = by,
            Title = title,
            Body = body,
            CreatedAt = Instant(at),
            UpdatedAt = Instant(at),
            HeadRef = branch,
            HeadSha = repository.Branch(branch) ?? throw new InvalidOperationException($"No branch {branch}."),
            BaseRef = into,
            BaseSha = repository.Branch(into) ?? throw new InvalidOperationException($"No branch {into}."),
            Draft = draft,
        };
        repository.Refs[$"refs/pull/{number}/head"] = pull.HeadSha;
        repository.Issues[number] = pull;
        return pull;
    }

    public Planter Check(string sha, string name, string? conclusion, string summary)
    {
        var at = repository.Objects.Commit(sha)?.Committer.Date ?? state.Now;
        if (!repository.Checks.TryGetValue(sha, out var runs)) repository.Checks[sha] = runs = [];
        runs.Add(new CheckRun(state.NextId(), name, conclusion is null ? "in_progress" : "completed", conclusion, at, conclusion is null ? null : at.AddMinutes(3), summary));
        return this;
    }

    public Planter Status(string sha, string context, string result, string description)
    {
        var at = repository.Objects.Commit(sha)?.Committer.Date ?? state.Now;
        if (!repository.Statuses.TryGetValue(sha, out var statuses)) repository.Statuses[sha] = statuses = [];
        statuses.Add(new CommitStatus(state.NextId(), context, result, description, at));
        return this;
    }

    public Label Label(string name)
    {
        if (repository.Labels.Find(l => l.Name == name) is { } known) return known;
        var (color, description) = name switch
        {
            "bug" => ("d73a4a", "Something isn't working"),
            "documentation" => ("0075ca", "Improvements or additions to documentation"),
            "enhancement" => ("a2eeef", "New feature or request"),
            _ => ("ededed", ""),
        };
        var label = new Label(state.NextId(), name, color, description);
        repository.Labels.Add(label);
        return label;
    }

    public static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
