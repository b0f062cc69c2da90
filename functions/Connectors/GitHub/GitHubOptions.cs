using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Countersign.Connectors.GitHub;

/// <summary>Settings under <c>GitHub:</c>.</summary>
public sealed class GitHubOptions
{
    /// <summary>Base address of the REST API: <c>https://api.github.com</c>, of GitHub Enterprise Server <c>https://HOST/api/v3</c>.</summary>
    [Required, Url]
    public string ApiOrigin { get; set; } = "https://api.github.com";

    /// <summary>Where the person installs the GitHub App: <c>https://github.com/apps/NAME/installations/new</c>.</summary>
    [Required, Url]
    public string InstallUrl { get; set; } = "";
}

[OptionsValidator]
internal sealed partial class GitHubOptionsValidator : IValidateOptions<GitHubOptions>;
