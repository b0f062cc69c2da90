using System.Text.Json;
using Countersign.Vault;

namespace Countersign.Connectors;

/// <summary>What came of a read or of an execution.</summary>
public abstract record ToolOutcome : IProviderAnswer<ToolOutcome>
{
    private ToolOutcome() { }

    bool IProviderAnswer<ToolOutcome>.TokenWasRefused => this is TokenRefused;

    static ToolOutcome IProviderAnswer<ToolOutcome>.Lacking(Remedy remedy) => new Needs(remedy);

    static ToolOutcome IProviderAnswer<ToolOutcome>.Later(TimeSpan after) => new Retry(after);

    static ToolOutcome IProviderAnswer<ToolOutcome>.OfAnother(ProviderAccount found) => new AccountDiffers(found);

    /// <param name="Result">For the model, within <see cref="ResultBudget"/>; its member <c>cut</c> says what was left out.</param>
    /// <param name="Url">The provider's page of what was read or made.</param>
    /// <param name="Sources">Where outside content in the result comes from (<c>github:acme/shop#3</c>); empty when it holds none.</param>
    public sealed record Done(JsonElement Result, string? Url, IReadOnlyList<string> Sources) : ToolOutcome;

    /// <summary>A precondition no longer holds, or the target went elsewhere. Nothing happened.</summary>
    public sealed record Moved(string Text) : ToolOutcome;

    /// <summary>The provider said no. Nothing happened, and asking again would give the same.</summary>
    public sealed record Refused(string Text, string Code) : ToolOutcome;

    /// <summary>It could not be done for a reason of our own or of the arguments. Nothing happened.</summary>
    public sealed record Failed(string Text, string Code) : ToolOutcome;

    /// <summary>Somebody has to do something first. Nothing happened.</summary>
    public sealed record Needs(Remedy Remedy) : ToolOutcome;

    /// <summary>Nothing happened; safe to try again after this long.</summary>
    public sealed record Retry(TimeSpan After) : ToolOutcome;

    /// <summary>It cannot be told whether it happened, or part of it did: look first.</summary>
    public sealed record Unknown(string Text) : ToolOutcome;

    /// <summary>The token belongs to another account than the pinned one. Nothing was sent.</summary>
    public sealed record AccountDiffers(ProviderAccount Found) : ToolOutcome;

    /// <summary>Between a connector and <c>Providers</c> alone.</summary>
    internal sealed record TokenRefused : ToolOutcome;
}
