using System.Text;
using System.Text.RegularExpressions;

namespace Countersign.Runs;

/// <summary>
/// Makes a model's text safe to show at every door: it cannot carry data out by itself. Images become their alternative text, links to hosts other than
/// the connected providers become text with the address in a code span, raw HTML is escaped, reference definitions are shown as text. Markdown as
/// CommonMark and GitHub's autolinks read it; fenced code is left as it is.
/// </summary>
public static partial class AnswerText
{
    /// <param name="markdown">The model's words.</param>
    /// <param name="hosts">Host names to which links stay links, with their subdomains: <c>github.com</c>.</param>
    public static string Clean(string markdown, IReadOnlyCollection<string> hosts)
    {
        var clean = new StringBuilder(markdown.Length + 64);
        var text = new StringBuilder();
        string? fence = null;
        foreach (var line in Lines(markdown))
        {
            if (fence is null && Fence().Match(line) is { Success: true } open)
            {
                clean.Append(Inline(text.ToString(), hosts));
                text.Clear();
                fence = open.Groups["fence"].Value;
                clean.Append(line);
            }
            else if (fence is not null)
            {
                clean.Append(line);
                if (Closes(Fence().Match(line), fence)) fence = null;
            }
            else
            {
                text.Append(line);
                if (!line.AsSpan().Trim().IsEmpty) continue;
                // A block ends here, and nothing that Markdown reads reaches over its end: so what is settled stays settled.
                clean.Append(Inline(text.ToString(), hosts));
                text.Clear();
            }
        }

        return clean.Append(Inline(text.ToString(), hosts)).ToString();
    }

    /// <summary>
    /// How much of a text that is still growing is settled: cleaned now, it is the beginning of the whole text cleaned later. That is every finished
    /// block and closed fence, and of the block at the end whole words, while nothing in it could still become an image, a link or a fence.
    /// </summary>
    public static int SettledLength(string markdown)
    {
        var settled = 0;
        var at = 0;
        string? fence = null;
        foreach (var line in Lines(markdown))
        {
            at += line.Length;
            if (!line.EndsWith('\n')) break;
            var match = Fence().Match(line);
            if (fence is null && match.Success)
            {
                fence = match.Groups["fence"].Value;
            }
            else if (fence is not null && Closes(match, fence))
            {
                fence = null;
                settled = at;
            }
            else if (fence is null && line.AsSpan().Trim().IsEmpty)
            {
                settled = at;
            }
        }

        if (fence is not null) return settled;
        var rest = markdown.AsSpan(settled);
        var word = rest.LastIndexOf(' ');
        return word > 0 && !Unfinished().IsMatch(rest[..word]) ? settled + word + 1 : settled;
    }

    private static bool Closes(Match line, string fence) =>
        line.Success && line.Groups["info"].Length == 0 && line.Groups["fence"].Value is { } end && end[0] == fence[0] && end.Length >= fence.Length;

    private static string Inline(string text, IReadOnlyCollection<string> hosts)
    {
        if (text.Length == 0) return text;
        text = Image().Replace(text, m => Label(m.Groups["alt"].Value.Length > 0 ? m.Groups["alt"].Value : "image"));
        text = ReferenceImage().Replace(text, m => Label(m.Groups["alt"].Value));
        text = Definition().Replace(text, m => $"{m.Groups["lead"].Value}`{Code(m.Groups["rest"].Value)}`");
        text = AngleLink().Replace(text, m => m.Groups["url"].Value);
        text = Html().Replace(text, "&lt;");
        text = Link().Replace(text, m => Allowed(m.Groups["url"].Value, hosts) ? m.Value : $"{m.Groups["text"].Value} `{Code(m.Groups["url"].Value)}`");
        return BareLink().Replace(text, m => m.Groups["kept"].Success || Allowed(m.Value, hosts) ? m.Value : $"`{Code(m.Value)}`");
    }

    private static string Label(string alternative) => $"[{alternative.Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal)}: image not shown]";

    private static string Code(string text) => text.Replace("`", "", StringComparison.Ordinal).Trim();

    private static bool Allowed(string address, IReadOnlyCollection<string> hosts) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && uri.Scheme == Uri.UriSchemeHttps
        && uri.UserInfo.Length == 0
        && hosts.Any(host => uri.IdnHost.Equals(host, StringComparison.OrdinalIgnoreCase) || uri.IdnHost.EndsWith("." + host, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> Lines(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start);
            var next = end < 0 ? text.Length : end + 1;
            yield return text[start..next];
            start = next;
        }
    }

    [GeneratedRegex("^ {0,3}(?<fence>`{3,}|~{3,})(?<info>[^`\\r\\n]*?)\\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Fence();

    [GeneratedRegex("!\\[(?<alt>[^\\]]*)\\]\\s*\\([^)]*\\)?", RegexOptions.CultureInvariant)]
    private static partial Regex Image();

    [GeneratedRegex("!\\[(?<alt>[^\\]]*)\\](?:\\s?\\[[^\\]]*\\])?", RegexOptions.CultureInvariant)]
    private static partial Regex ReferenceImage();

    [GeneratedRegex("^(?<lead>[ >]{0,6})(?<rest>\\[[^\\]\\r\\n]+\\]:[^\\r\\n]*)", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Definition();

    [GeneratedRegex("<(?<url>[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\\s<>]*)>", RegexOptions.CultureInvariant)]
    private static partial Regex AngleLink();

    [GeneratedRegex("<(?=[A-Za-z/!?])", RegexOptions.CultureInvariant)]
    private static partial Regex Html();

    [GeneratedRegex("\\[(?<text>(?:[^\\[\\]]|\\[[^\\[\\]]*\\])*)\\]\\(\\s*<?(?<url>[^)\\s>]*)>?[^)]*\\)", RegexOptions.CultureInvariant)]
    private static partial Regex Link();

    // A link or a code span that the step before left, or an address on its own, with or without a scheme.
    [GeneratedRegex("(?<kept>\\]\\([^)]*\\)|`[^`]*`)|(?:[A-Za-z][A-Za-z0-9+.-]{1,31}://|//|www\\.|mailto:|xmpp:)[^\\s<>`\\])]+", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex BareLink();

    [GeneratedRegex("[\\[\\]!<`~]|//|www\\.|mailto:|xmpp:", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Unfinished();
}
