using System.Diagnostics.CodeAnalysis;

namespace Countersign.Connectors.GitHub;

/// <summary>Pins an issue or pull request by its ids, and checks before an effect that its number still means the same one.</summary>
internal static class IssueTargets
{
    public static async Task<Found> FindAsync(GitHubClient github, ToolCall call, string name, int number, CancellationToken ct)
    {
        var session = github.For(call);
        if (!(await session.RepositoryAsync(name, ct)).Is(out var repository, out var fault)) return new(fault.OfResolve(name, call, github), null, null);
        if (!(await session.GetAsync($"repositories/{repository.Id}/issues/{number}", GitHubWireJson.Default.IssueWire, ct)).Is(out var issue, out fault))
            return new(fault.OfResolve($"{name}#{number}", call, github), null, null);
        if (repository.Archived) return new(new Resolution.Invalid($"{repository.FullName} is archived: nothing can be changed there."), null, null);
        return new(null, issue, new IssueTarget(
            repository.Id, repository.FullName, repository.Private, issue.Id, issue.NodeId, issue.Number, issue.Title, issue.IsPullRequest, issue.HtmlUrl, github.Now));
    }

    /// <summary>Reads the issue again; an outcome where the effect must not be tried.</summary>
    public static async Task<Checked> CheckAsync(GitHubClient github, GitHubSession session, ToolCall call, IssueTarget pinned, CancellationToken ct)
    {
        var what = $"{pinned.FullName}#{pinned.Number}";
        if (!(await session.RepositoryAsync(pinned.RepositoryId, ct)).Is(out var repository, out var fault)) return new(fault.BeforeWrite(what, call, github), null);
        if (!(await session.GetAsync($"repositories/{pinned.RepositoryId}/issues/{pinned.Number}", GitHubWireJson.Default.IssueWire, ct)).Is(out var issue, out fault))
            return new(fault.BeforeWrite(what, call, github), null);
        return issue.Id == pinned.IssueId && repository.FullName == pinned.FullName && repository.Private == pinned.Private
            ? new(null, issue)
            : new(new ToolOutcome.Moved($"{what} is not what it was when this was proposed. Nothing was done."), null);
    }

    internal readonly record struct Found(Resolution? Refused, IssueWire? Issue, IssueTarget? Target)
    {
        [MemberNotNullWhen(false, nameof(Issue), nameof(Target))]
        public bool IsRefused => Refused is not null;
    }

    internal readonly record struct Checked(ToolOutcome? Outcome, IssueWire? Issue);
}
