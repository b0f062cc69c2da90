using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace Countersign.Connectors.GitHub;

public sealed record GetCommit(
    [property: Description(GitHubArguments.Repository), RegularExpression(GitHubArguments.RepositoryForm)] string Repository,
    [property: Description("Commit, branch or tag."), RefName, StringLength(RefNameAttribute.MaxLength)] string Ref);

[OptionsValidator]
internal sealed partial class GetCommitValidator : IValidateOptions<GetCommit>;

internal sealed class GetCommitTool(GitHubClient github) : ReadTool<GetCommit>(
    GitHubArgumentsJson.Default.GetCommit, new GetCommitValidator(),
    GitHubTool.Read("get_commit", "Read a commit with the files it changes and their patches.", ["contents=read"], "GET repositories/{id}/commits/{*ref}"))
{
    protected override async Task<ToolOutcome> ReadAsync(ToolCall call, GetCommit arguments, CancellationToken ct)
    {
        var session = github.For(call);
        if (!(await session.RepositoryAsync(arguments.Repository, ct)).Is(out var repository, out var fault))
            return fault.OfRead(arguments.Repository, call, github);
        if (!(await session.GetAsync($"repositories/{repository.Id}/commits/{arguments.Ref:path}", GitHubWireJson.Default.CommitWire, ct)).Is(out var commit, out fault))
            return fault.OfRead($"Commit {arguments.Ref} of {arguments.Repository}", call, github);
        var result = ListCommitsTool.Shape(commit);
        result.Insert(0, "repository", repository.FullName);
        result["parents"] = new JsonArray([.. commit.Parents.Select(p => (JsonNode)p.Sha)]);
        result["additions"] = commit.Stats?.Additions;
        result["deletions"] = commit.Stats?.Deletions;
        result["files"] = new JsonArray([.. (commit.Files ?? []).Select(f => (JsonNode)ListPullRequestFilesTool.Shape(f))]);
        return GitHubTool.Done(result, commit.HtmlUrl, $"github:{repository.FullName}@{commit.Sha}");
    }
}
