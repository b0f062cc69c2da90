namespace Countersign.Connectors;

/// <summary>Whose token it is, by the provider's own word.</summary>
/// <param name="Id">The provider's id of the account, which never changes and is what is pinned.</param>
/// <param name="Login">The name people know it by, which can.</param>
public sealed record ProviderAccount(string Id, string Login);
