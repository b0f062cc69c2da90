using Countersign.Vault;

namespace Countersign.Connectors;

/// <summary>An outcome that also says what kept the provider from being asked at all.</summary>
public interface IProviderAnswer<TSelf>
    where TSelf : class, IProviderAnswer<TSelf>
{
    /// <summary>The provider refused the token as such: a new one is worth one more try. Leaves <c>Providers</c> as <see cref="Lacking"/>.</summary>
    bool TokenWasRefused { get; }

    /// <summary>Somebody has to do something first; nothing was sent.</summary>
    static abstract TSelf Lacking(Remedy remedy);

    /// <summary>No answer from the tenant or on who the account is; nothing was sent.</summary>
    static abstract TSelf Later(TimeSpan after);

    /// <summary>The token belongs to another account than the pinned one; nothing was sent.</summary>
    static abstract TSelf OfAnother(ProviderAccount found);
}
