using System.Buffers;

namespace Countersign.Connectors.GitHub;

/// <summary>Where a read may be led: once, on the same origin, and never into another repository than the one that is pinned.</summary>
internal static class Redirects
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789");

    /// <returns>The path to read instead, below the base address; null when the redirect is not followed.</returns>
    public static string? Follow(Uri? baseAddress, GitHubPath from, Uri location)
    {
        if (baseAddress is null) return null;
        var target = location.IsAbsoluteUri ? location : new Uri(baseAddress, location);
        if (!baseAddress.IsBaseOf(target) || target.Fragment.Length > 0 || target.UserInfo.Length > 0) return null;
        var path = target.PathAndQuery[baseAddress.AbsolutePath.Length..];
        if (path.Split('?')[0].Split('/') is not ["repositories", var id, .. var rest] || id.Length == 0 || id.AsSpan().ContainsAnyExcept(Digits)) return null;
        // By name only the repository itself is read, so a renamed one is led to its own number; below a number, the number stays.
        return from.PinnedRepository is { } pinned ? (id == pinned ? path : null) : rest.Length == 0 ? path : null;
    }
}
