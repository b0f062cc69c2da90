using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace Countersign.Connectors.GitHub;

public sealed record GetPullRequest(
    [property: Description(GitHubArguments.Repository), RegularExpression(GitHubArguments.RepositoryForm)] string Repository,
    [property: Description("Number of the pull request."), Range(1, int.MaxValue)] int Number);

[OptionsValidator]
internal sealed partial class GetPullRequestValidator : IValidateOptions<GetPullRequest>;

internal sealed class GetPullRequestTool(GitHubClient github) : ReadTool<GetPullRequest>(
    GitHubArgumentsJson.Default.GetPullRequest, new GetPullRequestValidator(),
    GitHubTool.Read("get_pull_request", "Read a pull request: its text, branches, size and whether it can be merged.", ["pull_requests=read"],
        "GET repositories/{id}/pulls/{number}"))
{
    protected override async Task<ToolOutcome> ReadAsync(ToolCall call, GetPullRequest arguments, CancellationToken ct)
    {
        var session = github.For(call);
        if (!(await session.RepositoryAsync(arguments.Repository, ct)).Is(out var repository, out var fault))
            return fault.OfRead(arguments.Repository, call, github);
        if (!(await session.GetAsync($"repositories/{repository.Id}/pulls/{arguments.Number}", GitHubWireJson.Default.PullWire, ct)).Is(out var pull, out fault))
            return fault.OfRead($"Pull request {arguments.Repository}#{arguments.Number}", call, github);
        return GitHubTool.Done(Shape(repository, pull), pull.HtmlUrl, $"github:{repository.FullName}#{pull.Number}");
    }

    private static JsonObject Shape(RepositoryWire repository, PullWire pull) => new()
    {
        ["repository"] = repository.FullName,
        ["number"] = pull.Number,
        ["title"] = pull.Title,
        ["state"] = pull.State,
        ["draft"] = pull.Draft,
        ["merged"] = pull.Merged,
        ["merged_by"] = pull.MergedBy?.Login,
        ["mergeable"] = pull.Mergeable,
        ["mergeable_state"] = pull.MergeableState,
        ["author"] = pull.User?.Login,
        ["head"] = pull.Head.Ref,
        ["head_repository"] = pull.Head.Repo?.FullName,
        ["head_sha"] = pull.Head.Sha,
        ["base"] = pull.Base.Ref,
        ["commits"] = pull.Commits,
        ["changed_files"] = pull.ChangedFiles,
        ["additions"] = pull.Additions,
        ["deletions"] = pull.Deletions,
        ["created_at"] = GitHubTool.Instant(pull.CreatedAt),
        ["url"] = pull.HtmlUrl,
        ["body"] = pull.Body,
    };
}
