using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace Countersign.Connectors.GitHub;

public sealed record ListPullRequestFiles(
    [property: Description(GitHubArguments.Repository), RegularExpression(GitHubArguments.RepositoryForm)] string Repository,
    [property: Description("Number of the pull request."), Range(1, int.MaxValue)] int Number,
    [property: Description(GitHubArguments.Page), Range(1, GitHubArguments.MaxPage)] int Page = 1,
    [property: Description(GitHubArguments.Limit), Range(1, GitHubArguments.MaxLimit)] int Limit = 20);

[OptionsValidator]
internal sealed partial class ListPullRequestFilesValidator : IValidateOptions<ListPullRequestFiles>;

internal sealed class ListPullRequestFilesTool(GitHubClient github) : ReadTool<ListPullRequestFiles>(
    GitHubArgumentsJson.Default.ListPullRequestFiles, new ListPullRequestFilesValidator(),
    GitHubTool.Read("list_pull_request_files", "List the files that a pull request changes, with their patches.", ["pull_requests=read"],
        "GET repositories/{id}/pulls/{number}/files"))
{
    protected override async Task<ToolOutcome> ReadAsync(ToolCall call, ListPullRequestFiles arguments, CancellationToken ct)
    {
        var session = github.For(call);
        if (!(await session.RepositoryAsync(arguments.Repository, ct)).Is(out var repository, out var fault))
            return fault.OfRead(arguments.Repository, call, github);
        var answer = await session.GetAsync(
            $"repositories/{repository.Id}/pulls/{arguments.Number}/files?per_page={arguments.Limit}&page={arguments.Page}",
            GitHubWireJson.Default.IReadOnlyListFileWire, ct);
        return answer.Is(out var files, out fault)
            ? GitHubTool.Done(
                GitHubTool.Listing(repository, files, Shape, answer.Next, arguments.Page), $"{repository.HtmlUrl}/pull/{arguments.Number}/files",
                $"github:{repository.FullName}#{arguments.Number}")
            : fault.OfRead($"the files of {arguments.Repository}#{arguments.Number}", call, github);
    }

    internal static JsonObject Shape(FileWire file) => new()
    {
        ["path"] = file.Filename,
        ["previous_path"] = file.PreviousFilename,
        ["status"] = file.Status,
        ["additions"] = file.Additions,
        ["deletions"] = file.Deletions,
        ["patch"] = file.Patch,
    };
}
