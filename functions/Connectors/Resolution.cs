using System.Text.Json;
using Countersign.Policies;
using Countersign.Vault;

namespace Countersign.Connectors;

/// <summary>What the arguments of a write turned out to mean.</summary>
public abstract record Resolution : IProviderAnswer<Resolution>
{
    private Resolution() { }

    bool IProviderAnswer<Resolution>.TokenWasRefused => this is TokenRefused;

    static Resolution IProviderAnswer<Resolution>.Lacking(Remedy remedy) => new Needs(remedy);

    static Resolution IProviderAnswer<Resolution>.Later(TimeSpan after) => new Retry(after);

    static Resolution IProviderAnswer<Resolution>.OfAnother(ProviderAccount found) => new AccountDiffers(found);

    /// <param name="Value">Targets and preconditions; part of the digest.</param>
    /// <param name="Risk">The risk now that the targets are known; never below what the arguments gave.</param>
    public sealed record Resolved(JsonElement Value, Risk Risk) : Resolution;

    /// <summary>The target does not exist, or this account cannot see it.</summary>
    public sealed record NotFound(string Text) : Resolution;

    /// <summary>The target is there, but this cannot be done to it; the text says why.</summary>
    public sealed record Invalid(string Text) : Resolution;

    public sealed record Needs(Remedy Remedy) : Resolution;

    public sealed record Retry(TimeSpan After) : Resolution;

    public sealed record AccountDiffers(ProviderAccount Found) : Resolution;

    /// <summary>Between a connector and <c>Providers</c> alone.</summary>
    internal sealed record TokenRefused : Resolution;
}
