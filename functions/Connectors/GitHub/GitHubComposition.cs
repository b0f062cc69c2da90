using Countersign.Egress;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Countersign.Connectors.GitHub;

internal static class GitHubComposition
{
    public static IServiceCollection AddGitHub(this IServiceCollection services)
    {
        services.AddOptions<GitHubOptions>().BindConfiguration("GitHub").ValidateOnStart();
        services.AddSingleton<IValidateOptions<GitHubOptions>, GitHubOptionsValidator>();
        services.AddEgressClient(GitHubClient.Client, provider => new EgressClientOptions
        {
            BaseAddress = new Uri(provider.GetRequiredService<IOptions<GitHubOptions>>().Value.ApiOrigin.TrimEnd('/') + "/"),
        });
        services.AddSingleton<GitHubClient>();
        services.AddSingleton<IWhoIs, WhoIs>();
        services.AddSingleton<Tool, ListRepositoriesTool>();
        services.AddSingleton<Tool, ListIssuesTool>();
        services.AddSingleton<Tool, GetIssueTool>();
        services.AddSingleton<Tool, ListPullRequestsTool>();
        services.AddSingleton<Tool, GetPullRequestTool>();
        services.AddSingleton<Tool, GetPullRequestDiffTool>();
        services.AddSingleton<Tool, ListPullRequestFilesTool>();
        services.AddSingleton<Tool, ListChecksTool>();
        services.AddSingleton<Tool, ListCommitsTool>();
        services.AddSingleton<Tool, GetCommitTool>();
        services.AddSingleton<Tool, GetContentsTool>();
        services.AddSingleton<Tool, CreateIssueTool>();
        services.AddSingleton<Tool, CommentTool>();
        services.AddSingleton<Tool, CloseIssueTool>();
        services.AddSingleton<Tool, MergePullRequestTool>();
        services.AddSingleton<Tool, CommitFilesTool>();
        return services;
    }
}
