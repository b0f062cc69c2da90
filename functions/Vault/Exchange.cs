using System.Diagnostics;

namespace Countersign.Vault;

/// <summary>What came of one exchange at the tenant's token endpoint (Auth0 Token Vault, access-token exchange).</summary>
public abstract record Exchange
{
    private Exchange() { }

    public T Match<T>(Func<Granted, T> granted, Func<Needs, T> needs, Func<Unavailable, T> unavailable) => this switch
    {
        Granted e => granted(e),
        Needs e => needs(e),
        Unavailable e => unavailable(e),
        _ => throw new UnreachableException(),
    };

    /// <param name="Token">The provider token.</param>
    /// <param name="ExpiresAt">When it ends, from the lifetime the tenant reported.</param>
    /// <param name="Scopes">What the provider granted; empty for a connection guarded by permissions.</param>
    public sealed record Granted(ProviderToken Token, DateTimeOffset ExpiresAt, IReadOnlyList<string> Scopes) : Exchange
    {
        public override string ToString() => "granted";
    }

    /// <summary>The tenant said no, and somebody can mend it.</summary>
    public sealed record Needs(Remedy Remedy) : Exchange;

    /// <summary>No answer, or one that says to come back: 429, 5xx, a time-out. Nothing was sent to the provider.</summary>
    /// <param name="RetryAfter">At least this long; from Retry-After where there was one.</param>
    public sealed record Unavailable(TimeSpan RetryAfter) : Exchange;
}
