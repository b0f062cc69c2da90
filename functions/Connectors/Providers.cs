using System.Collections.Concurrent;
using Countersign.Gate;
using Countersign.Policies;
using Countersign.Vault;
using Microsoft.Extensions.Logging;

namespace Countersign.Connectors;

/// <summary>
/// The way from the gate to a provider: exchange, then whose token it is against the pinned account, then the call. Where the provider refuses the token a
/// new one is asked for, once. Whose token it is stays in memory under the token's hash until the token ends.
/// </summary>
public sealed class Providers(TokenVault vault, IEnumerable<IWhoIs> whoIs, TimeProvider time, ILogger<Providers> log)
{
    /// <summary>Past this many remembered tokens those that ended are forgotten; past it still, all.</summary>
    private const int MaxRemembered = 10_000;

    private readonly Dictionary<ConnectionName, IWhoIs> _whoIs = whoIs.ToDictionary(w => w.Connection);
    private readonly ConcurrentDictionary<string, Remembered> _remembered = new(StringComparer.Ordinal);

    /// <param name="authorized">With a pinned account; the question who an account is has <see cref="AskWhoAsync"/>.</param>
    /// <param name="call">May run twice, the second time with another token.</param>
    public async Task<T> CallAsync<T>(AuthorizedAction authorized, Func<ProviderToken, CancellationToken, Task<T>> call, CancellationToken ct)
        where T : class, IProviderAnswer<T>
    {
        if (authorized.Account is not { } pinned) throw new ArgumentException("A call is pinned to an account.", nameof(authorized));
        for (var attempt = 1; ; attempt++)
        {
            var exchange = await vault.ExchangeAsync(authorized, ct);
            if (exchange is not Exchange.Granted granted)
                return exchange.Match<T>(_ => throw new System.Diagnostics.UnreachableException(), e => T.Lacking(e.Remedy), e => T.Later(e.RetryAfter));
            var who = await WhoAsync(authorized, granted, ct);
            var answer = who switch
            {
                WhoIsResult.Account a when a.Value.Id == pinned => await call(granted.Token, ct),
                WhoIsResult.Account a => T.OfAnother(a.Value),
                WhoIsResult.Needs n => T.Lacking(n.Remedy),
                WhoIsResult.Unavailable u => T.Later(u.After),
                _ => null,
            };
            if (answer is { TokenWasRefused: false }) return answer;
            _remembered.TryRemove(granted.Token.Thumbprint(), out _);
            log.TokenRefused(authorized.Connection, attempt);
            if (attempt == 2) return T.Lacking(LinkAgain(authorized.Connection));
        }
    }

    /// <summary>Whose account a connection is, before anybody confirmed it; and how far it reaches, where that was asked for.</summary>
    /// <param name="authorized">A passage with <see cref="Purpose.WhoIs"/>.</param>
    public async Task<(WhoIsResult Account, ReachResult? Reach)> AskWhoAsync(AuthorizedAction authorized, bool withReach, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            var exchange = await vault.ExchangeAsync(authorized, ct);
            if (exchange is not Exchange.Granted granted)
                return (exchange.Match<WhoIsResult>(
                    _ => throw new System.Diagnostics.UnreachableException(), e => new WhoIsResult.Needs(e.Remedy), e => new WhoIsResult.Unavailable(e.RetryAfter)), null);
            var who = await WhoAsync(authorized, granted, ct);
            if (who is WhoIsResult.Account)
                return (who, withReach ? await _whoIs[authorized.Connection].ReachAsync(authorized, granted.Token, ct) : null);
            if (who is not WhoIsResult.TokenRefused) return (who, null);
            log.TokenRefused(authorized.Connection, attempt);
            if (attempt == 2) return (new WhoIsResult.Needs(LinkAgain(authorized.Connection)), null);
        }
    }

    private async Task<WhoIsResult> WhoAsync(AuthorizedAction authorized, Exchange.Granted granted, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var key = granted.Token.Thumbprint();
        if (_remembered.TryGetValue(key, out var known) && known.Until > now) return new WhoIsResult.Account(known.Account);
        var asked = await _whoIs[authorized.Connection].AskAsync(authorized, granted.Token, ct);
        if (asked is not WhoIsResult.Account account) return asked;
        if (_remembered.Count >= MaxRemembered) Forget(now);
        _remembered[key] = new Remembered(account.Value, granted.ExpiresAt);
        return asked;
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (key, value) in _remembered)
            if (value.Until <= now) _remembered.TryRemove(key, out _);
        if (_remembered.Count >= MaxRemembered) _remembered.Clear();
    }

    private static Remedy LinkAgain(ConnectionName connection) =>
        new(RemedyKind.LinkAgain, connection.Value, $"{connection} no longer takes the linked account's token. Link the account again.", null);

    private sealed record Remembered(ProviderAccount Account, DateTimeOffset Until);
}
