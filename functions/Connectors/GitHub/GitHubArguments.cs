using System.Text.Json;
using System.Text.Json.Serialization;

namespace Countersign.Connectors.GitHub;

/// <summary>What arguments of several tools have in common: their words for a model and their forms.</summary>
internal static class GitHubArguments
{
    public const string Repository = "Repository as owner/name.";

    /// <summary>GitHub's own alphabet; neither name can be a dot segment.</summary>
    public const string RepositoryForm = @"^[A-Za-z0-9][A-Za-z0-9_-]{0,99}/\.?[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}$";

    public const string Page = "Page of the listing, from 1.";

    public const string Limit = "Items a page.";

    public const int MaxLimit = 50;

    public const int MaxPage = 1000;
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Strict, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(ListRepositories)), JsonSerializable(typeof(ListIssues)), JsonSerializable(typeof(GetIssue))]
[JsonSerializable(typeof(ListPullRequests)), JsonSerializable(typeof(GetPullRequest)), JsonSerializable(typeof(GetPullRequestDiff))]
[JsonSerializable(typeof(ListPullRequestFiles)), JsonSerializable(typeof(ListChecks)), JsonSerializable(typeof(ListCommits))]
[JsonSerializable(typeof(GetCommit)), JsonSerializable(typeof(GetContents))]
[JsonSerializable(typeof(CreateIssue)), JsonSerializable(typeof(Comment)), JsonSerializable(typeof(CloseIssue))]
[JsonSerializable(typeof(MergePullRequest)), JsonSerializable(typeof(CommitFiles))]
internal sealed partial class GitHubArgumentsJson : JsonSerializerContext;
