using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace Countersign.Connectors.GitHub;

public sealed record ListCommits(
    [property: Description(GitHubArguments.Repository), RegularExpression(GitHubArguments.RepositoryForm)] string Repository,
    [property: Description("Branch, tag or commit to start from; the default branch if null."), RefName, StringLength(RefNameAttribute.MaxLength)] string? Ref = null,
    [property: Description("Only commits that touch this file or folder."), FilePath, StringLength(FilePathAttribute.MaxLength)] string? Path = null,
    [property: Description(GitHubArguments.Page), Range(1, GitHubArguments.MaxPage)] int Page = 1,
    [property: Description(GitHubArguments.Limit), Range(1, GitHubArguments.MaxLimit)] int Limit = 20);

[OptionsValidator]
internal sealed partial class ListCommitsValidator : IValidateOptions<ListCommits>;

internal sealed class ListCommitsTool(GitHubClient github) : ReadTool<ListCommits>(
    GitHubArgumentsJson.Default.ListCommits, new ListCommitsValidator(),
    GitHubTool.Read("list_commits", "List commits of a branch, the newest first.", ["contents=read"], "GET repositories/{id}/commits"))
{
    protected override async Task<ToolOutcome> ReadAsync(ToolCall call, ListCommits arguments, CancellationToken ct)
    {
        var session = github.For(call);
        if (!(await session.RepositoryAsync(arguments.Repository, ct)).Is(out var repository, out var fault))
            return fault.OfRead(arguments.Repository, call, github);
        GitHubPath path = $"repositories/{repository.Id}/commits?per_page={arguments.Limit}&page={arguments.Page}";
        if (arguments.Ref is { } start) path = path.And($"&sha={start}");
        if (arguments.Path is { } file) path = path.And($"&path={file}");
        var answer = await session.GetAsync(path, GitHubWireJson.Default.IReadOnlyListCommitWire, ct);
        return answer.Is(out var commits, out fault)
            ? GitHubTool.Done(
                GitHubTool.Listing(repository, commits, Shape, answer.Next, arguments.Page), $"{repository.HtmlUrl}/commits", $"github:{repository.FullName}/commits")
            : fault.OfRead($"the commits of {arguments.Repository}", call, github);
    }

    internal static JsonObject Shape(CommitWire commit) => new()
    {
        ["sha"] = commit.Sha,
        ["message"] = commit.Commit.Message,
        ["author"] = commit.Author?.Login ?? commit.Commit.Author?.Name,
        ["date"] = commit.Commit.Author?.Date is { } date ? GitHubTool.Instant(date) : null,
        ["url"] = commit.HtmlUrl,
    };
}
