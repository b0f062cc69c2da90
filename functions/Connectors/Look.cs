using Countersign.Vault;

namespace Countersign.Connectors;

/// <summary>Whether an earlier attempt had its effect.</summary>
public abstract record Look : IProviderAnswer<Look>
{
    private Look() { }

    bool IProviderAnswer<Look>.TokenWasRefused => this is TokenRefused;

    static Look IProviderAnswer<Look>.Lacking(Remedy remedy) => new Unknown(remedy.Text) { Remedy = remedy };

    static Look IProviderAnswer<Look>.Later(TimeSpan after) => new Unknown("The provider could not be asked.") { After = after };

    static Look IProviderAnswer<Look>.OfAnother(ProviderAccount found) => new Unknown("The linked account is another one now.") { Differs = found };

    /// <summary>It had; this is what came of it.</summary>
    public sealed record Found(ToolOutcome.Done Done) : Look;

    /// <summary>It had not, as long as what was sent acts within lease and settling time.</summary>
    public sealed record NotFound : Look;

    /// <summary>A part of it stands that others see, and the rest does not; another attempt brings about the rest alone.</summary>
    /// <param name="Done">What is told where the rest never comes.</param>
    /// <param name="Text">The same in a sentence: what stands, and what does not.</param>
    public sealed record Partly(ToolOutcome.Done Done, string Text) : Look;

    /// <summary>It could not be told.</summary>
    public sealed record Unknown(string Text) : Look
    {
        /// <summary>What somebody has to do before a look can tell.</summary>
        public Remedy? Remedy { get; init; }

        /// <summary>Looking again after this long may tell.</summary>
        public TimeSpan? After { get; init; }

        /// <summary>The token belongs to this account, not to the pinned one.</summary>
        public ProviderAccount? Differs { get; init; }
    }

    /// <summary>Between a connector and <c>Providers</c> alone.</summary>
    internal sealed record TokenRefused : Look;
}
