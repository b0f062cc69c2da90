using Countersign.Sandbox.World;

namespace Countersign.Sandbox.Tenant.Vault;

/// <summary>A provider account in a person's vault. Not a login identity: those are of no use here.</summary>
public sealed class ConnectedAccount
{
    /// <summary><c>cac_…</c></summary>
    public required string Id { get; init; }

    public required Person Person { get; init; }

    /// <summary>Connection name; this tenant has <c>github</c> alone.</summary>
    public required string Connection { get; init; }

    public required ProviderAccount Account { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>What the provider gave; null once its refresh token is gone.</summary>
    internal ProviderTokenPair? Tokens { get; set; }

    internal DateTimeOffset UsedAt { get; set; }
}

/// <summary>What an exchange gives, or why not.</summary>
public abstract record ProviderTokenAnswer
{
    private ProviderTokenAnswer()
    {
    }

    public sealed record Given(string Token, int ExpiresIn) : ProviderTokenAnswer;

    /// <summary>No account, or one without a refresh token.</summary>
    public sealed record NoRefreshToken : ProviderTokenAnswer;

    /// <summary>No account of that provider-side user.</summary>
    public sealed record NoSuchAccount : ProviderTokenAnswer;

    /// <summary>The provider refused the stored refresh token.</summary>
    public sealed record ProviderRefused : ProviderTokenAnswer;
}

/// <summary>The vault: connected accounts of everybody, oldest first.</summary>
public sealed class ConnectedAccounts(SandboxWorld world)
{
    public const string GitHub = "github";

    private static readonly TimeSpan Unused = TimeSpan.FromDays(365);

    private readonly Lock _lock = new();
    private readonly List<ConnectedAccount> _accounts = [];

    public IReadOnlyList<ConnectedAccount> Of(Person person)
    {
        lock (_lock)
            return [.. _accounts.Where(account => account.Person == person)];
    }

    /// <summary>Puts an account into the vault. The same provider account again replaces the row.</summary>
    public ConnectedAccount Link(Person person, ProviderAccount account)
    {
        var tokens = world.ProviderTokens.Grant(account);
        lock (_lock)
        {
            _accounts.RemoveAll(held => held.Person == person && held.Account.Id == account.Id);
            var now = world.TenantTime.GetUtcNow();
            var linked = new ConnectedAccount
            {
                Id = "cac_" + RandomText.Of(14), Person = person, Connection = GitHub, Account = account, CreatedAt = now, UsedAt = now, Tokens = tokens,
            };
            _accounts.Add(linked);
            return linked;
        }
    }

    public bool Has(Person person, ProviderAccount account) => Of(person).Any(held => held.Account.Id == account.Id);

    /// <summary>Takes a row out. Nothing is revoked at the provider.</summary>
    public void Remove(Person person, string id)
    {
        lock (_lock)
            _accounts.RemoveAll(account => account.Person == person && account.Id == id);
    }

    /// <summary>Ends the stored access tokens, so that the next exchange goes to the provider.</summary>
    public void Expire(Person person)
    {
        lock (_lock)
        {
            foreach (var account in _accounts.Where(account => account.Person == person && account.Tokens is not null))
            {
                world.ProviderTokens.RevokeAccess(account.Account);
                account.Tokens = account.Tokens! with { Access = account.Tokens.Access with { ExpiresAt = world.Time.GetUtcNow() } }; // not null, as asked above
            }
        }
    }

    /// <summary>Takes the refresh tokens away: an account stored without one, as a classic OAuth app leaves it.</summary>
    public void Forget(Person person)
    {
        lock (_lock)
        {
            foreach (var account in _accounts.Where(account => account.Person == person))
                account.Tokens = null;
        }
    }

    /// <summary>The provider token for a connection: the stored one while it lives, else a new one from the provider.</summary>
    /// <param name="person">Whose vault.</param>
    /// <param name="connection">Connection name.</param>
    /// <param name="providerUser">Provider-side user id, or null for the oldest account.</param>
    public ProviderTokenAnswer Exchange(Person person, string connection, string? providerUser)
    {
        lock (_lock)
        {
            var own = _accounts.Where(account => account.Person == person && account.Connection == connection).ToList();
            var account = providerUser is null
                ? own.FirstOrDefault()
                : own.FirstOrDefault(account => account.Account.Id.ToString(System.Globalization.CultureInfo.InvariantCulture) == providerUser);
            if (account is null)
                return providerUser is null ? new ProviderTokenAnswer.NoRefreshToken() : new ProviderTokenAnswer.NoSuchAccount();
            if (world.TenantTime.GetUtcNow() - account.UsedAt > Unused)
                account.Tokens = null;
            if (account.Tokens is not { } tokens)
                return new ProviderTokenAnswer.NoRefreshToken();
            var now = world.Time.GetUtcNow();
            if (tokens.Access.ExpiresAt <= now)
            {
                if (world.ProviderTokens.Refresh(tokens.Refresh) is not { } fresh)
                    return new ProviderTokenAnswer.ProviderRefused();
                account.Tokens = tokens = fresh;
            }
            account.UsedAt = world.TenantTime.GetUtcNow();
            return new ProviderTokenAnswer.Given(tokens.Access.Text, (int)(tokens.Access.ExpiresAt - now).TotalSeconds);
        }
    }

    /// <summary>Takes the authorisation away at the provider; the vault learns of it at its next refresh.</summary>
    public void Revoke(Person person)
    {
        foreach (var account in Of(person))
            world.ProviderTokens.RevokeAuthorization(account.Account);
        Expire(person);
    }

    public void Reset()
    {
        lock (_lock)
            _accounts.Clear();
    }
}
