using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Countersign.Gate;
using Countersign.Policies;
using Microsoft.Extensions.Options;

namespace Countersign.Connectors.GitHub;

public sealed record MergePullRequest(
    [property: Description(GitHubArguments.Repository), RegularExpression(GitHubArguments.RepositoryForm)] string Repository,
    [property: Description("Number of the pull request."), Range(1, int.MaxValue)] int Number,
    [property: Description("How it is merged.")] MergeMethod Method = MergeMethod.Merge,
    [property: Description("Title of the merge commit; GitHub's own if null."), StringLength(256, MinimumLength = 1)] string? CommitTitle = null,
    [property: Description("Text of the merge commit below its title; GitHub's own if null."), StringLength(10_000)] string? CommitMessage = null);

[JsonConverter(typeof(SnakeCaseEnum<MergeMethod>))]
public enum MergeMethod
{
    Merge,
    Squash,
    Rebase,
}

/// <param name="HeadSha">What was seen: GitHub merges only while the head is this.</param>
public sealed record MergeTarget(
    long RepositoryId, string FullName, long PullId, string NodeId, int Number, string Title, string Author, string HeadRef, string HeadSha,
    string BaseBranch, bool IntoDefaultBranch, int Commits, int ChangedFiles, string Url);

[OptionsValidator]
internal sealed partial class MergePullRequestValidator : IValidateOptions<MergePullRequest>;

internal sealed class MergePullRequestTool(GitHubClient github) : WriteTool<MergePullRequest, MergeTarget>(
    GitHubArgumentsJson.Default.MergePullRequest, new MergePullRequestValidator(), GitHubTargetsJson.Default.MergeTarget,
    GitHubTool.Write("merge_pull_request", "Merge a pull request as its head stands now.", Risk.Write, EffectStrategy.Precondition,
        ["pull_requests=read", "contents=write"],
        reads: ["GET repositories/{id}/pulls/{number}", "GET repositories/{id}/pulls/{number}/files"],
        writes: ["PUT repositories/{id}/pulls/{number}/merge"]))
{
    /// <summary>GitHub lists at most 3,000 files of a pull request; beyond this many pages it counts as touching guarded ones.</summary>
    private const int MaxFilePages = 10;

    protected override async Task<Resolution> ResolveAsync(ToolCall call, MergePullRequest arguments, CancellationToken ct)
    {
        var session = github.For(call);
        var what = $"Pull request {arguments.Repository}#{arguments.Number}";
        if (!(await session.RepositoryAsync(arguments.Repository, ct)).Is(out var repository, out var fault))
            return fault.OfResolve(arguments.Repository, call, github);
        if (!(await ReadAsync(session, repository.Id, arguments.Number, ct)).Is(out var pull, out fault)) return fault.OfResolve(what, call, github);
        if (repository.Archived) return new Resolution.Invalid($"{repository.FullName} is archived: nothing can be changed there.");
        if (pull.Merged) return new Resolution.Invalid($"{what} is merged already.");
        if (pull.State != "open") return new Resolution.Invalid($"{what} is closed.");
        if (pull.Draft) return new Resolution.Invalid($"{what} is still a draft.");
        if (pull.Mergeable == false) return new Resolution.Invalid($"{what} has conflicts with {pull.Base.Ref}: they have to be solved first.");
        var target = new MergeTarget(
            repository.Id, repository.FullName, pull.Id, pull.NodeId, pull.Number, pull.Title, pull.User?.Login ?? "ghost", pull.Head.Ref, pull.Head.Sha,
            pull.Base.Ref, pull.Base.Ref == repository.DefaultBranch, pull.Commits, pull.ChangedFiles, pull.HtmlUrl);
        return target.IntoDefaultBranch
            ? Resolved(arguments, target, Risk.Destructive)
            : await RaisedByFilesAsync(session, call, arguments, target, ct);
    }

    protected override ActionSummary Summarize(MergePullRequest arguments, MergeTarget resolved) => new()
    {
        Verb = "Merge pull request",
        Identifiers =
        [
            new("Repository", resolved.FullName), new("Number", resolved.Number.ToString(CultureInfo.InvariantCulture)),
            new("Into branch", resolved.BaseBranch), new("From branch", resolved.HeadRef), new("Head", resolved.HeadSha),
            new("Method", Word(arguments.Method)),
        ],
        FreeTexts =
        [
            new("Title", resolved.Title),
            .. arguments.CommitTitle is { } title ? [new SummaryField("Commit title", title)] : Array.Empty<SummaryField>(),
            .. arguments.CommitMessage is { } text ? [new SummaryField("Commit text", text)] : Array.Empty<SummaryField>(),
        ],
        Url = resolved.Url,
    };

    protected override async Task<ToolOutcome> ExecuteAsync(ToolCall call, MergePullRequest arguments, MergeTarget resolved, string effectKey, CancellationToken ct)
    {
        var session = github.For(call);
        var what = $"{resolved.FullName}#{resolved.Number}";
        if (!(await ReadAsync(session, resolved.RepositoryId, resolved.Number, ct)).Is(out var pull, out var fault)) return fault.BeforeWrite(what, call, github);
        if (Moved(call, resolved, pull) is { } moved) return moved;
        var answer = await session.SendAsync(
            HttpMethod.Put, $"repositories/{resolved.RepositoryId}/pulls/{resolved.Number}/merge",
            new MergeWire(resolved.HeadSha, Word(arguments.Method), arguments.CommitTitle, arguments.CommitMessage),
            GitHubWireJson.Default.MergeWire, GitHubWireJson.Default.MergedWire, ct);
        if (answer.Is(out var merged, out fault)) return merged.Merged ? Done(resolved, merged.Sha) : new ToolOutcome.Unknown("GitHub's answer does not say whether it was merged.");
        return fault.Kind == FaultKind.NotAllowed ? await NotAllowedAsync(session, call, resolved, fault, ct) : fault.OfWrite(what, call, github);
    }

    protected override async Task<Look> LookAsync(ToolCall call, MergePullRequest arguments, MergeTarget resolved, string effectKey, CancellationToken ct) =>
        (await ReadAsync(github.For(call), resolved.RepositoryId, resolved.Number, ct)).Is(out var pull, out var fault)
            ? Ours(call, resolved, pull) ? new Look.Found(Done(resolved, pull.MergeCommitSha)) : new Look.NotFound()
            : fault.OfLook($"{resolved.FullName}#{resolved.Number}", call, github);

    private static Task<Answer<PullWire>> ReadAsync(GitHubSession session, long repository, int number, CancellationToken ct) =>
        session.GetAsync($"repositories/{repository}/pulls/{number}", GitHubWireJson.Default.PullWire, ct);

    /// <summary>What must still hold; the head is held by GitHub too, the base by this alone.</summary>
    private static ToolOutcome? Moved(ToolCall call, MergeTarget resolved, PullWire pull)
    {
        var what = $"{resolved.FullName}#{resolved.Number}";
        if (Ours(call, resolved, pull)) return Done(resolved, pull.MergeCommitSha);
        if (pull.Id != resolved.PullId) return new ToolOutcome.Moved($"{what} is another pull request now. Nothing was merged.");
        if (pull.Merged) return new ToolOutcome.Moved($"{what} was merged by somebody else meanwhile.");
        if (pull.Head.Sha != resolved.HeadSha) return new ToolOutcome.Moved($"The head of {what} moved after this was proposed. Nothing was merged.");
        if (pull.Base.Ref != resolved.BaseBranch) return new ToolOutcome.Moved($"{what} goes into another branch than when this was proposed. Nothing was merged.");
        return pull.State == "open" ? null : new ToolOutcome.Moved($"{what} was closed meanwhile. Nothing was merged.");
    }

    /// <summary>Merged, with the head that was approved, by the pinned account: an earlier attempt, whose answer was lost.</summary>
    private static bool Ours(ToolCall call, MergeTarget resolved, PullWire pull) =>
        pull.Merged && pull.Id == resolved.PullId && pull.Head.Sha == resolved.HeadSha
        && pull.MergedBy?.Id.ToString(CultureInfo.InvariantCulture) == call.Authorized.Account;

    /// <summary>405 says only that it cannot be merged now; the pull request says why.</summary>
    private async Task<ToolOutcome> NotAllowedAsync(GitHubSession session, ToolCall call, MergeTarget resolved, GitHubFault refusal, CancellationToken ct)
    {
        // The refusal is certain, so not learning more is no reason to doubt it.
        if ((await ReadAsync(session, resolved.RepositoryId, resolved.Number, ct)).Is(out var pull, out _) && Moved(call, resolved, pull) is { } moved) return moved;
        return refusal.Message.StartsWith("Base branch was modified", StringComparison.Ordinal)
            ? new ToolOutcome.Retry(TimeSpan.FromSeconds(1))
            : refusal.OfWrite($"{resolved.FullName}#{resolved.Number}", call, github);
    }

    private async Task<Resolution> RaisedByFilesAsync(GitHubSession session, ToolCall call, MergePullRequest arguments, MergeTarget target, CancellationToken ct)
    {
        for (var page = 1; page <= MaxFilePages; page++)
        {
            var answer = await session.GetAsync(
                $"repositories/{target.RepositoryId}/pulls/{target.Number}/files?per_page=100&page={page}", GitHubWireJson.Default.IReadOnlyListFileWire, ct);
            if (!answer.Is(out var files, out var fault)) return fault.OfResolve($"the files of {target.FullName}#{target.Number}", call, github);
            if (files.Any(f => GuardedFiles.IsGuarded(f.Filename) || (f.PreviousFilename is { } old && GuardedFiles.IsGuarded(old))))
                return Resolved(arguments, target, Risk.Destructive);
            if (!answer.Next) return Resolved(arguments, target, Risk.Write);
        }

        return Resolved(arguments, target, Risk.Destructive);
    }

    private static string Word(MergeMethod method) => method.ToString().ToLowerInvariant();

    private static ToolOutcome.Done Done(MergeTarget resolved, string? sha) => GitHubTool.Done(
        new JsonObject
        {
            ["repository"] = resolved.FullName,
            ["number"] = resolved.Number,
            ["merged"] = true,
            ["sha"] = sha,
            ["base"] = resolved.BaseBranch,
            ["url"] = resolved.Url,
        }, resolved.Url);
}
