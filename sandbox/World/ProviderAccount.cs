namespace Countersign.Sandbox.World;

/// <summary>An account at GitHub, as the consent page and the tokens know it.</summary>
public sealed class ProviderAccount
{
    /// <summary>GitHub's numeric user id.</summary>
    public required long Id { get; init; }

    public required string Login { get; init; }

    public required string FullName { get; init; }

    /// <summary>Whether the GitHub App is installed for this account's repositories.</summary>
    public bool AppInstalled { get; set; }
}
