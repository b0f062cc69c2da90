namespace Countersign.Sandbox.Tenant;

/// <summary>Space-separated scopes.</summary>
public static class Scope
{
    public static IReadOnlyList<string> Split(string? text) => text is null
        ? []
        : [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];

    /// <summary>Those of the scopes that a person's token may have: claims' scopes and the API's; the rest is dropped silently, as the tenant does.</summary>
    public static IReadOnlyList<string> Allowed(IReadOnlyList<string> asked, Api? api) =>
        [.. asked.Where(scope => scope == "offline_access"
            ? api is null || api.AllowOfflineAccess
            : Apis.OpenIdScopes.Contains(scope) || (api is not null && api.Scopes.Contains(scope)))];
}
