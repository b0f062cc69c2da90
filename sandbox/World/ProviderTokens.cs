using System.Collections.Concurrent;

namespace Countersign.Sandbox.World;

/// <summary>What GitHub says of a token it is shown.</summary>
public enum ProviderTokenState
{
    Unknown,
    Live,
    Expired,
    Revoked,
}

/// <summary>A <c>ghu_</c> token with the account it speaks for.</summary>
public sealed record ProviderToken(string Text, ProviderAccount Account, DateTimeOffset ExpiresAt);

/// <summary>A pair as GitHub gives it out: the user token and the single-use <c>ghr_</c> token that gives the next pair.</summary>
public sealed record ProviderTokenPair(ProviderToken Access, string Refresh);

/// <summary>The tokens GitHub has given out for the app. GitHub asks <see cref="Look"/>; only the tenant's vault asks for new ones.</summary>
public sealed class ProviderTokens(TimeProvider time, Issued issued)
{
    /// <summary>Life of a user token of a GitHub App: eight hours.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(28800);

    private readonly ConcurrentDictionary<string, ProviderToken> _access = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _revoked = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (ProviderAccount Account, string Access)> _refresh = new(StringComparer.Ordinal);

    /// <summary>Gives a new pair, as after a consent.</summary>
    public ProviderTokenPair Grant(ProviderAccount account)
    {
        var access = new ProviderToken(issued.Note("provider_token", "ghu_" + RandomText.Of(36)), account, time.GetUtcNow() + Lifetime);
        var refresh = issued.Note("provider_refresh_token", "ghr_" + RandomText.Of(76));
        _access[access.Text] = access;
        _refresh[refresh] = (account, access.Text);
        return new(access, refresh);
    }

    /// <summary>Uses a refresh token up and ends its old pair; null when it is unknown, used or revoked.</summary>
    public ProviderTokenPair? Refresh(string refresh)
    {
        if (!_refresh.TryRemove(refresh, out var held))
            return null;
        _revoked[held.Access] = true;
        return Grant(held.Account);
    }

    /// <summary>What GitHub says of a token; the token itself when it is live.</summary>
    public (ProviderTokenState State, ProviderToken? Token) Look(string text)
    {
        if (!_access.TryGetValue(text, out var token))
            return (ProviderTokenState.Unknown, null);
        if (_revoked.ContainsKey(text))
            return (ProviderTokenState.Revoked, null);
        return token.ExpiresAt <= time.GetUtcNow() ? (ProviderTokenState.Expired, null) : (ProviderTokenState.Live, token);
    }

    /// <summary>Ends the account's user tokens; its refresh tokens stay good.</summary>
    public void RevokeAccess(ProviderAccount account)
    {
        foreach (var token in _access.Values.Where(token => token.Account.Id == account.Id))
            _revoked[token.Text] = true;
    }

    /// <summary>Ends everything: the person took the app's authorisation away at GitHub.</summary>
    public void RevokeAuthorization(ProviderAccount account)
    {
        RevokeAccess(account);
        foreach (var (text, _) in _refresh.Where(pair => pair.Value.Account.Id == account.Id))
            _refresh.TryRemove(text, out _);
    }

    public void Reset()
    {
        _access.Clear();
        _revoked.Clear();
        _refresh.Clear();
    }
}
