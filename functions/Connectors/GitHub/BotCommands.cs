using System.Text.RegularExpressions;
using Countersign.Policies;

namespace Countersign.Connectors.GitHub;

/// <summary>
/// Text that robots take as an order: a line that begins with a slash command, or a mention of a robot. Posting it can merge, release or deploy, so it is
/// destructive. Any slash command counts: which of them a repository's robots obey cannot be known from here.
/// </summary>
internal static partial class BotCommands
{
    public static Risk RiskOf(params string?[] texts) => Array.Exists(texts, t => t is not null && Orders().IsMatch(t)) ? Risk.Destructive : Risk.Write;

    /// <summary>Quoted lines count too; robots read them differently.</summary>
    [GeneratedRegex(
        @"^[ \t>*+-]*/[a-z][a-z_-]*(?![\w/.-])|@[a-z0-9-]*(?:bot|bors|mergify|renovate|dependabot|homu|prow|copilot|claude|codex)(?![a-z0-9])|^[ \t>*+-]*(?:bors|homu)\b[ :,]",
        RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Orders();
}
