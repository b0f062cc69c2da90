using Countersign.Vault;

namespace Countersign.Approvals;

/// <summary>Where an ask stands; kept in an orchestration's history, so a word and a remedy alone.</summary>
/// <param name="Is"><see cref="Waits"/>, <see cref="NeedsYou"/> or <see cref="Over"/>.</param>
/// <param name="Remedy">What the person has to do first; with <see cref="NeedsYou"/> alone.</param>
public sealed record AskResult(string Is, Remedy? Remedy)
{
    /// <summary>Asked, or its turn will come: sleep until the next wake, then ask again.</summary>
    public const string Waits = "waits";

    /// <summary>Nothing was asked, and nothing will be before the remedy: sleep until woken by it, then ask again.</summary>
    public const string NeedsYou = "needs_you";

    /// <summary>The approval is settled: its row says how.</summary>
    public const string Over = "over";
}
