using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace Countersign.Connectors.GitHub;

public sealed record ListRepositories(
    [property: Description(GitHubArguments.Page), Range(1, GitHubArguments.MaxPage)] int Page = 1,
    [property: Description(GitHubArguments.Limit), Range(1, GitHubArguments.MaxLimit)] int Limit = 30);

[OptionsValidator]
internal sealed partial class ListRepositoriesValidator : IValidateOptions<ListRepositories>;

internal sealed class ListRepositoriesTool(GitHubClient github) : ReadTool<ListRepositories>(
    GitHubArgumentsJson.Default.ListRepositories, new ListRepositoriesValidator(),
    GitHubTool.Read("list_repositories", "List the person's repositories, those changed last first.", ["metadata=read"], "GET user/repos"))
{
    protected override async Task<ToolOutcome> ReadAsync(ToolCall call, ListRepositories arguments, CancellationToken ct)
    {
        var answer = await github.For(call).GetAsync(
            $"user/repos?sort=pushed&direction=desc&per_page={arguments.Limit}&page={arguments.Page}", GitHubWireJson.Default.IReadOnlyListRepositoryWire, ct);
        if (!answer.Is(out var repositories, out var fault)) return fault.OfRead("the list of repositories", call, github);
        var result = new JsonObject { ["items"] = new JsonArray([.. repositories.Select(Shape)]) };
        if (answer.Next) result["next_page"] = arguments.Page + 1;
        return GitHubTool.Done(result, null, "github:repositories");
    }

    private static JsonNode Shape(RepositoryWire repository) => new JsonObject
    {
        ["repository"] = repository.FullName,
        ["private"] = repository.Private,
        ["archived"] = repository.Archived,
        ["default_branch"] = repository.DefaultBranch,
        ["language"] = repository.Language,
        ["description"] = repository.Description,
        ["pushed_at"] = repository.PushedAt is { } at ? GitHubTool.Instant(at) : null,
        ["url"] = repository.HtmlUrl,
    };
}
