using System.Text.Json;
using Countersign.Gate;
using Countersign.Policies;

namespace Countersign.Connectors.GitHub;

/// <summary>
/// One commit of several files on a branch, then its pull request. The parent is the tip that was pinned and the branch moves without force, so the branch
/// takes it once or not at all; a pull request is looked for before it is opened.
/// </summary>
internal sealed partial class CommitFilesTool(GitHubClient github) : WriteTool<CommitFiles, CommitTarget>(
    GitHubArgumentsJson.Default.CommitFiles, new CommitFilesValidator(), GitHubTargetsJson.Default.CommitTarget,
    GitHubTool.Write("commit_files", "Commit several text files to a branch in one commit, and open a pull request if asked.", Risk.Write,
        EffectStrategy.Precondition, ["contents=write", "pull_requests=write"],
        reads:
        [
            "GET user", "GET repositories/{id}/git/ref/heads/{*branch}", "GET repositories/{id}/git/commits/{sha}", "GET repositories/{id}/git/trees/{sha}",
            "GET repositories/{id}/commits", "GET repositories/{id}/pulls",
        ],
        writes:
        [
            "POST repositories/{id}/git/trees", "POST repositories/{id}/git/commits", "POST repositories/{id}/git/refs",
            "PATCH repositories/{id}/git/refs/heads/{*branch}", "POST repositories/{id}/pulls",
        ]))
{
    protected override Risk RiskOf(CommitFiles arguments)
    {
        var files = GuardedFiles.RiskOf(arguments.Files.Select(f => f.Path));
        var text = arguments.PullRequest is { } pull ? BotCommands.RiskOf(pull.Title, pull.Body) : Risk.Write;
        return files > text ? files : text;
    }

    protected override async Task<Resolution> ResolveAsync(ToolCall call, CommitFiles arguments, CancellationToken ct)
    {
        var session = github.For(call);
        if (!(await session.RepositoryAsync(arguments.Repository, ct)).Is(out var repository, out var fault))
            return fault.OfResolve(arguments.Repository, call, github);
        if (repository.Archived) return new Resolution.Invalid($"{repository.FullName} is archived: nothing can be changed there.");
        var into = arguments.Base ?? repository.DefaultBranch ?? "main";
        if (arguments.PullRequest is not null && arguments.Branch == into)
            return new Resolution.Invalid($"A pull request from {arguments.Branch} into itself cannot be: name another branch.");

        var tip = await RefAsync(session, repository.Id, arguments.Branch, ct);
        if (tip.Fault is { Kind: not FaultKind.NotFound }) return tip.Fault.OfResolve($"Branch {arguments.Branch} of {arguments.Repository}", call, github);
        var start = tip.Value is null ? await RefAsync(session, repository.Id, into, ct) : tip;
        if (!start.Is(out var from, out fault)) return fault.OfResolve($"Branch {into} of {arguments.Repository}", call, github);
        if (!(await session.GetAsync($"repositories/{repository.Id}/git/commits/{from.Object.Sha}", GitHubWireJson.Default.GitCommitWire, ct)).Is(out var parent, out fault))
            return fault.OfResolve($"the tip of {arguments.Repository}", call, github);
        if (!(await new TreePlan(session, repository.Id).MakeAsync(parent.Tree.Sha, arguments.Files, ct)).Is(out var plan, out fault))
            return fault.OfResolve($"the files of {arguments.Repository}", call, github);
        if (plan.Invalid is { } invalid) return new Resolution.Invalid(invalid);
        if (!(await session.GetAsync($"user", GitHubWireJson.Default.UserWire, ct)).Is(out var user, out fault)) return fault.OfResolve("the account", call, github);

        var target = new CommitTarget(
            repository.Id, repository.FullName, repository.FullName.Split('/')[0], repository.Private, arguments.Branch, tip.Value?.Object.Sha,
            arguments.Branch == repository.DefaultBranch, into, parent.Sha, parent.Tree.Sha, plan.TreeSha, plan.Files,
            new CommitAuthor(user.Login, FormattableString.Invariant($"{user.Id}+{user.Login}@users.noreply.github.com"), WholeSecond(github.Now)), repository.HtmlUrl);
        return Resolved(arguments, target, target.IsDefaultBranch ? Risk.Destructive : GuardedFiles.RiskOf(plan.Files.Select(f => f.Path)));
    }

    protected override ActionSummary Summarize(CommitFiles arguments, CommitTarget resolved) => new()
    {
        Verb = arguments.PullRequest is null ? "Commit files" : "Commit files and open pull request",
        Identifiers =
        [
            new("Repository", resolved.FullName),
            // A branch's name has no space, so what stands behind one is ours.
            new("Branch", $"{resolved.Branch} ({(resolved.BranchSha is null ? $"new, from {resolved.Base} {resolved.ParentSha}" : $"on top of {resolved.ParentSha}")})"),
            .. arguments.PullRequest is null ? Array.Empty<SummaryField>() : [new("Pull request into", resolved.Base)],
            // No path has two slashes in a row.
            new("Files", string.Join(" // ", resolved.Files.Select(f => $"{JsonNamingPolicy.SnakeCaseLower.ConvertName(f.Effect.ToString())} {f.Path}"))),
        ],
        FreeTexts =
        [
            new("Commit message", arguments.Message),
            .. arguments.PullRequest is { } pull ? [new("Pull request", pull.Body.Length > 0 ? $"{pull.Title}\n\n{pull.Body}" : pull.Title)] : Array.Empty<SummaryField>(),
            .. arguments.Files.Any(f => f.Content is not null)
                ? [new("File contents", string.Join("\n\n", arguments.Files.Where(f => f.Content is not null).Select(f => $"{f.Path}\n{f.Content}")))]
                : Array.Empty<SummaryField>(),
        ],
        Url = resolved.Url,
    };

    private static Task<Answer<RefWire>> RefAsync(GitHubSession session, long repository, string branch, CancellationToken ct) =>
        session.GetAsync($"repositories/{repository}/git/ref/heads/{branch:path}", GitHubWireJson.Default.RefWire, ct);

    /// <summary>git keeps whole seconds.</summary>
    private static DateTimeOffset WholeSecond(DateTimeOffset instant) => DateTimeOffset.FromUnixTimeSeconds(instant.ToUnixTimeSeconds());
}
