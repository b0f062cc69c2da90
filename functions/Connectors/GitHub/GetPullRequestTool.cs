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
        "GET repos/{owner}/{repo}/pulls/{number}", "GET repositories/{id}/pulls/{number}"))
{
    protected override async Task<ToolOutcome> ReadAsync(ToolCall call, GetPullRequest arguments, CancellationToken ct)
    {
        var session = github.For(call);
        var name = arguments.Repository;
        var answer = await session.GetAsync($"repos/{name:path}/pulls/{arguments.Number}", GitHubWireJson.Default.PullWire, ct);
        if (answer.Fault.MayBeElsewhere() || !GitHubTool.IsCalled(answer.Value?.Base.Repo?.FullName, name))
        {
            if (!(await session.RepositoryAsync(name, ct)).Is(out var repository, out var lost)) return lost.OfRead(name, call, github);
            name = repository.FullName;
            answer = await session.GetAsync($"repositories/{repository.Id}/pulls/{arguments.Number}", GitHubWireJson.Default.PullWire, ct);
        }

        if (!answer.Is(out var pull, out var fault)) return fault.OfRead($"Pull request {arguments.Repository}#{arguments.Number}", call, github);
        name = pull.Base.Repo?.FullName ?? name;
        return GitHubTool.Done(Shape(name, pull), pull.HtmlUrl, $"github:{name}#{pull.Number}");
    }

    private static JsonObject Shape(string repository, PullWire pull) => new()
    {
        ["repository"] = repository,
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
