using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace Countersign.Connectors.GitHub;

public sealed record GetPullRequestDiff(
    [property: Description(GitHubArguments.Repository), RegularExpression(GitHubArguments.RepositoryForm)] string Repository,
    [property: Description("Number of the pull request."), Range(1, int.MaxValue)] int Number);

[OptionsValidator]
internal sealed partial class GetPullRequestDiffValidator : IValidateOptions<GetPullRequestDiff>;

internal sealed class GetPullRequestDiffTool(GitHubClient github) : ReadTool<GetPullRequestDiff>(
    GitHubArgumentsJson.Default.GetPullRequestDiff, new GetPullRequestDiffValidator(),
    GitHubTool.Read("get_pull_request_diff", "Read the diff of a pull request from its start; list its files for the patches one by one.",
        ["pull_requests=read"], "GET repositories/{id}/pulls/{number}"))
{
    protected override async Task<ToolOutcome> ReadAsync(ToolCall call, GetPullRequestDiff arguments, CancellationToken ct)
    {
        var session = github.For(call);
        if (!(await session.RepositoryAsync(arguments.Repository, ct)).Is(out var repository, out var fault))
            return fault.OfRead(arguments.Repository, call, github);
        if (!(await session.GetTextAsync($"repositories/{repository.Id}/pulls/{arguments.Number}", "application/vnd.github.diff", ct)).Is(out var diff, out fault))
            return fault.OfRead($"the diff of {arguments.Repository}#{arguments.Number}", call, github);
        var result = new JsonObject { ["repository"] = repository.FullName, ["number"] = arguments.Number, ["diff"] = diff };
        return GitHubTool.Done(result, $"{repository.HtmlUrl}/pull/{arguments.Number}/files", $"github:{repository.FullName}#{arguments.Number}");
    }
}
