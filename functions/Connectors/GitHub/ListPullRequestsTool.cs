using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace Countersign.Connectors.GitHub;

public sealed record ListPullRequests(
    [property: Description(GitHubArguments.Repository), RegularExpression(GitHubArguments.RepositoryForm)] string Repository,
    [property: Description("Which issues, or pull requests, to list.")] ListedState State = ListedState.Open,
    [property: Description("Only those into this branch."), RefName, StringLength(RefNameAttribute.MaxLength)] string? Base = null,
    [property: Description(GitHubArguments.Page), Range(1, GitHubArguments.MaxPage)] int Page = 1,
    [property: Description(GitHubArguments.Limit), Range(1, GitHubArguments.MaxLimit)] int Limit = 20);

[OptionsValidator]
internal sealed partial class ListPullRequestsValidator : IValidateOptions<ListPullRequests>;

internal sealed class ListPullRequestsTool(GitHubClient github) : ReadTool<ListPullRequests>(
    GitHubArgumentsJson.Default.ListPullRequests, new ListPullRequestsValidator(),
    GitHubTool.Read("list_pull_requests", "List pull requests of a repository, the newest first.", ["pull_requests=read"], "GET repositories/{id}/pulls"))
{
    protected override async Task<ToolOutcome> ReadAsync(ToolCall call, ListPullRequests arguments, CancellationToken ct)
    {
        var session = github.For(call);
        if (!(await session.RepositoryAsync(arguments.Repository, ct)).Is(out var repository, out var fault))
            return fault.OfRead(arguments.Repository, call, github);
        GitHubPath path =
            $"repositories/{repository.Id}/pulls?state={ListIssuesTool.Word(arguments.State)}&sort=created&direction=desc&per_page={arguments.Limit}&page={arguments.Page}";
        if (arguments.Base is { } into) path = path.And($"&base={into}");
        var answer = await session.GetAsync(path, GitHubWireJson.Default.IReadOnlyListPullWire, ct);
        return answer.Is(out var pulls, out fault)
            ? GitHubTool.Done(GitHubTool.Listing(repository, pulls, Shape, answer.Next, arguments.Page), $"{repository.HtmlUrl}/pulls", $"github:{repository.FullName}/pulls")
            : fault.OfRead($"pull requests of {arguments.Repository}", call, github);
    }

    private static JsonObject Shape(PullWire pull) => new()
    {
        ["number"] = pull.Number,
        ["title"] = pull.Title,
        ["state"] = pull.State,
        ["draft"] = pull.Draft,
        ["merged"] = pull.MergedAt is not null,
        ["author"] = pull.User?.Login,
        ["head"] = pull.Head.Ref,
        ["base"] = pull.Base.Ref,
        ["created_at"] = GitHubTool.Instant(pull.CreatedAt),
        ["url"] = pull.HtmlUrl,
    };
}
