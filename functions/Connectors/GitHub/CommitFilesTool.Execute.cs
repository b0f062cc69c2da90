using System.Text.Json;
using System.Text.Json.Nodes;

namespace Countersign.Connectors.GitHub;

internal sealed partial class CommitFilesTool
{
    private static readonly JsonElement Null = JsonElement.Parse("null");

    protected override async Task<ToolOutcome> ExecuteAsync(ToolCall call, CommitFiles arguments, CommitTarget resolved, string effectKey, CancellationToken ct)
    {
        var session = github.For(call);
        if (!(await session.RepositoryAsync(resolved.RepositoryId, ct)).Is(out var repository, out var fault)) return fault.BeforeWrite(resolved.FullName, call, github);
        if (repository.FullName != resolved.FullName || repository.Private != resolved.Private || resolved.IsDefaultBranch != (repository.DefaultBranch == resolved.Branch))
            return new ToolOutcome.Moved($"{resolved.FullName} is not what it was when this was proposed. Nothing was done.");

        // An earlier attempt may have come as far as the commit; a second one adds nothing to it.
        var found = await FindCommitAsync(session, arguments, resolved, ct);
        if (found.Fault is { } lookFault) return lookFault.BeforeWrite(resolved.FullName, call, github);
        if (found.Value is { } commit) return await OpenAsync(session, call, arguments, resolved, commit.Sha, ct);

        var tip = await RefAsync(session, resolved.RepositoryId, resolved.Branch, ct);
        if (tip.Fault is { Kind: not FaultKind.NotFound }) return tip.Fault.BeforeWrite($"Branch {resolved.Branch}", call, github);
        if (tip.Value?.Object.Sha != resolved.BranchSha)
            return new ToolOutcome.Moved($"Branch {resolved.Branch} of {resolved.FullName} moved after this was proposed. Nothing was done.");

        var made = await MakeAsync(session, call, arguments, resolved, ct);
        if (made.Outcome is { } outcome) return outcome;
        return await PointAsync(session, call, resolved, made.Sha, ct) ?? await OpenAsync(session, call, arguments, resolved, made.Sha, ct);
    }

    protected override async Task<Look> LookAsync(ToolCall call, CommitFiles arguments, CommitTarget resolved, string effectKey, CancellationToken ct)
    {
        var session = github.For(call);
        var found = await FindCommitAsync(session, arguments, resolved, ct);
        if (found.Fault is { } fault) return fault.OfLook($"Branch {resolved.Branch} of {resolved.FullName}", call, github);
        if (found.Value is not { } commit) return await LookWithoutBranchAsync(session, call, arguments, resolved, ct);
        if (arguments.PullRequest is null) return new Look.Found(Done(resolved, commit.Sha, null, null));
        if (!(await PullsAsync(session, resolved, ct)).Is(out var pulls, out fault)) return fault.OfLook($"Pull requests of {resolved.FullName}", call, github);
        return OursOf(pulls, call, resolved) is { } pull
            ? new Look.Found(Done(resolved, commit.Sha, pull, null))
            : new Look.Partly(
                Done(resolved, commit.Sha, null, "It was interrupted before the pull request was opened."),
                $"The commit stands on branch {resolved.Branch} of {resolved.FullName}; its pull request was not opened.");
    }

    /// <summary>The pull request may have been merged and its branch deleted since: it is still listed by the branch's name.</summary>
    private async Task<Look> LookWithoutBranchAsync(GitHubSession session, ToolCall call, CommitFiles arguments, CommitTarget resolved, CancellationToken ct)
    {
        if (arguments.PullRequest is null) return new Look.NotFound();
        if (!(await PullsAsync(session, resolved, ct)).Is(out var pulls, out var fault)) return fault.OfLook($"Pull requests of {resolved.FullName}", call, github);
        return pulls.FirstOrDefault(p => IsOurs(p, call, resolved)) is { } pull ? new Look.Found(Done(resolved, pull.Head.Sha, pull, null)) : new Look.NotFound();
    }

    /// <summary>The commit on the branch, by tree, parent, author and date, which nobody else's has.</summary>
    private static async Task<Answer<CommitWire>> FindCommitAsync(GitHubSession session, CommitFiles arguments, CommitTarget resolved, CancellationToken ct)
    {
        var answer = await session.GetAsync(
            $"repositories/{resolved.RepositoryId}/commits?sha={resolved.Branch}&per_page=100", GitHubWireJson.Default.IReadOnlyListCommitWire, ct);
        if (answer.Fault is { Kind: FaultKind.NotFound or FaultKind.Conflict } || answer.Fault is { Status: 422 }) return new(null, null); // no such branch yet
        return answer.Is(out var commits, out var fault)
            ? new(commits.FirstOrDefault(c => c.Commit.Tree?.Sha == resolved.TreeSha && c.Parents is [{ Sha: var parent }] && parent == resolved.ParentSha
                && c.Commit.Author?.Email == resolved.Author.Email && c.Commit.Author.Date == resolved.Author.Date
                && c.Commit.Message.TrimEnd() == arguments.Message.TrimEnd()), null)
            : new(null, fault);
    }

    /// <summary>Tree and commit: named by their content and on no branch yet, so nobody sees them and making them again makes nothing new.</summary>
    private async Task<Made> MakeAsync(GitHubSession session, ToolCall call, CommitFiles arguments, CommitTarget resolved, CancellationToken ct)
    {
        var contents = arguments.Files.ToDictionary(f => f.Path, f => f.Content, StringComparer.Ordinal);
        var tree = new NewTreeWire(resolved.BaseTreeSha, [.. resolved.Files.Select(f => f.Effect == FileEffect.Delete
            ? new NewTreeEntryWire(f.Path, f.Mode, "blob", null, Null)
            : new NewTreeEntryWire(f.Path, f.Mode, "blob", contents[f.Path], null))]);
        if (!(await session.SendAsync(HttpMethod.Post, $"repositories/{resolved.RepositoryId}/git/trees", tree, GitHubWireJson.Default.NewTreeWire, GitHubWireJson.Default.ShaWire, ct))
            .Is(out var madeTree, out var fault)) return new("", Unseen(fault, call, resolved));
        if (madeTree.Sha != resolved.TreeSha) return new("", new ToolOutcome.Failed("GitHub made another tree of these files than was approved. The branch was not touched.", "tree_differs"));

        var author = new NewSignatureWire(resolved.Author.Name, resolved.Author.Email, GitHubTool.Instant(resolved.Author.Date));
        var commit = new NewCommitWire(arguments.Message, resolved.TreeSha, [resolved.ParentSha], author, author);
        return (await session.SendAsync(HttpMethod.Post, $"repositories/{resolved.RepositoryId}/git/commits", commit, GitHubWireJson.Default.NewCommitWire, GitHubWireJson.Default.GitCommitWire, ct))
            .Is(out var madeCommit, out fault) ? new(madeCommit.Sha, null) : new("", Unseen(fault, call, resolved));
    }

    /// <summary>Puts the branch on the commit; null when it is there.</summary>
    private async Task<ToolOutcome?> PointAsync(GitHubSession session, ToolCall call, CommitTarget resolved, string sha, CancellationToken ct)
    {
        var answer = resolved.BranchSha is null
            ? await session.SendAsync(HttpMethod.Post, $"repositories/{resolved.RepositoryId}/git/refs", new NewRefWire($"refs/heads/{resolved.Branch}", sha),
                GitHubWireJson.Default.NewRefWire, GitHubWireJson.Default.RefWire, ct)
            : await session.SendAsync(HttpMethod.Patch, $"repositories/{resolved.RepositoryId}/git/refs/heads/{resolved.Branch:path}", new MoveRefWire(sha, Force: false),
                GitHubWireJson.Default.MoveRefWire, GitHubWireJson.Default.RefWire, ct);
        if (answer.Fault is not { } fault) return null;
        if (fault.Status != 422) return fault.OfWrite($"Branch {resolved.Branch} of {resolved.FullName}", call, github);
        // 422 is a branch that exists or moved, or a rule of the repository: the branch says which.
        var tip = await RefAsync(session, resolved.RepositoryId, resolved.Branch, ct);
        if (tip.Value?.Object.Sha == sha) return null;
        return tip.Value is not null && tip.Value.Object.Sha != resolved.BranchSha
            ? new ToolOutcome.Moved($"Branch {resolved.Branch} of {resolved.FullName} moved meanwhile. Nothing was done to it.")
            : fault.OfWrite($"Branch {resolved.Branch} of {resolved.FullName}", call, github);
    }

    /// <summary>Opens the pull request unless it is open. The commit stands by now, so a refusal is said beside it.</summary>
    private async Task<ToolOutcome> OpenAsync(GitHubSession session, ToolCall call, CommitFiles arguments, CommitTarget resolved, string sha, CancellationToken ct)
    {
        if (arguments.PullRequest is not { } wanted) return Done(resolved, sha, null, null);
        if (!(await PullsAsync(session, resolved, ct)).Is(out var pulls, out var fault)) return Half(fault, call, resolved, sha);
        if (OursOf(pulls, call, resolved) is { } there) return Done(resolved, sha, there, null);
        var answer = await session.SendAsync(
            HttpMethod.Post, $"repositories/{resolved.RepositoryId}/pulls", new NewPullWire(wanted.Title, resolved.Branch, resolved.Base, wanted.Body, wanted.Draft),
            GitHubWireJson.Default.NewPullWire, GitHubWireJson.Default.PullWire, ct);
        return answer.Is(out var pull, out fault) ? Done(resolved, sha, pull, null) : Half(fault, call, resolved, sha);
    }

    private static Task<Answer<IReadOnlyList<PullWire>>> PullsAsync(GitHubSession session, CommitTarget resolved, CancellationToken ct)
    {
        var head = $"{resolved.Owner}:{resolved.Branch}";
        return session.GetAsync(
            $"repositories/{resolved.RepositoryId}/pulls?head={head}&base={resolved.Base}&state=all&sort=created&direction=desc&per_page=100",
            GitHubWireJson.Default.IReadOnlyListPullWire, ct);
    }

    /// <summary>GitHub opens no second pull request beside one that is open; one that was opened for this action may be closed or merged by now.</summary>
    private static PullWire? OursOf(IReadOnlyList<PullWire> pulls, ToolCall call, CommitTarget resolved) =>
        pulls.FirstOrDefault(p => p.State == "open") ?? pulls.FirstOrDefault(p => IsOurs(p, call, resolved));

    private static bool IsOurs(PullWire pull, ToolCall call, CommitTarget resolved) =>
        pull.CreatedAt >= resolved.Author.Date
        && pull.User?.Id.ToString(System.Globalization.CultureInfo.InvariantCulture) == call.Authorized.Account;

    /// <summary>Before the branch moves nothing can be seen: no answer means to try again.</summary>
    private ToolOutcome Unseen(GitHubFault fault, ToolCall call, CommitTarget resolved) => fault.Kind == FaultKind.Broken
        ? new ToolOutcome.Retry(TimeSpan.FromSeconds(10))
        : fault.OfWrite(resolved.FullName, call, github);

    /// <summary>The commit is on the branch and the pull request is not, or may not be.</summary>
    private ToolOutcome Half(GitHubFault fault, ToolCall call, CommitTarget resolved, string sha) => fault.OfWrite(resolved.FullName, call, github) switch
    {
        ToolOutcome.Needs needs => Done(resolved, sha, null, needs.Remedy.Text),
        ToolOutcome.Refused refused => Done(resolved, sha, null, refused.Text),
        ToolOutcome.Moved moved => Done(resolved, sha, null, moved.Text),
        _ => new ToolOutcome.Unknown("The commit was made; whether the pull request was opened is not known yet."),
    };

    private static ToolOutcome.Done Done(CommitTarget resolved, string sha, PullWire? pull, string? refused)
    {
        var result = new JsonObject { ["repository"] = resolved.FullName, ["branch"] = resolved.Branch, ["sha"] = sha, ["files"] = resolved.Files.Count };
        if (pull is not null) (result["pull_request"], result["url"]) = (pull.Number, pull.HtmlUrl);
        if (refused is not null) result["pull_request_not_opened"] = refused;
        return GitHubTool.Done(result, pull?.HtmlUrl ?? $"{resolved.Url}/commit/{sha}");
    }

    private readonly record struct Made(string Sha, ToolOutcome? Outcome);
}
