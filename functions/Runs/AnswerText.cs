using System.Text;
using System.Text.RegularExpressions;

namespace Countersign.Runs;

/// <summary>
/// Makes a model's text safe to show at every door: it cannot carry data out by itself. Images become their alternative text, links to hosts other than
/// the connected providers become text with the address in a code span, raw HTML is escaped, reference definitions are shown as text. What comes out is
/// plain enough that readers of Markdown do not differ on it: a fence begins its line, a code span ends on its line, and nothing but an address that was
/// looked at whole can be a link.
/// </summary>
public static partial class AnswerText
{
    /// <param name="markdown">The model's words.</param>
    /// <param name="hosts">Host names to which links stay links, with their subdomains: <c>github.com</c>.</param>
    public static string Clean(string markdown, IReadOnlyCollection<string> hosts)
    {
        var clean = new StringBuilder(markdown.Length + 64);
        var block = new StringBuilder();
        string? fence = null;
        foreach (var (line, end) in Lines(markdown))
        {
            var ended = markdown[end - 1] is '\n' or '\r';
            if (fence is not null)
            {
                clean.Append(line).Append(ended ? "\n" : "");
                if (Closes(line, fence)) fence = null;
            }
            else if (Fence().Match(line) is { Success: true } open)
            {
                Settle(clean, block, hosts);
                fence = open.Groups["fence"].Value;
                // At the margin no list and no quotation can end it before we do.
                clean.Append(fence).Append(open.Groups["word"].Value).Append(ended ? "\n" : "");
            }
            else
            {
                block.Append(line).Append(ended ? "\n" : "");
                // A block ends here, and nothing that Markdown reads reaches over its end: so what is settled stays settled.
                if (line.AsSpan().Trim().IsEmpty) Settle(clean, block, hosts);
            }
        }

        Settle(clean, block, hosts);
        return clean.ToString();
    }

    /// <summary>
    /// How much of a text that is still growing is settled: cleaned now, it is the beginning of the whole text cleaned later. That is every finished
    /// block and closed fence, and of the block at the end whole words, while nothing in it could still become an image, a link or a fence.
    /// </summary>
    public static int SettledLength(string markdown)
    {
        var settled = 0;
        string? fence = null;
        foreach (var (line, end) in Lines(markdown))
        {
            if (markdown[end - 1] is not ('\n' or '\r')) break;
            if (fence is null && Fence().Match(line) is { Success: true } open)
            {
                fence = open.Groups["fence"].Value;
            }
            else if (fence is not null && Closes(line, fence))
            {
                fence = null;
                settled = end;
            }
            else if (fence is null && line.AsSpan().Trim().IsEmpty)
            {
                settled = end;
            }
        }

        if (fence is not null) return settled;
        var rest = markdown.AsSpan(settled);
        var word = rest.LastIndexOf(' ');
        return word > 0 && !Unfinished().IsMatch(rest[..word]) ? settled + word + 1 : settled;
    }

    private static void Settle(StringBuilder clean, StringBuilder block, IReadOnlyCollection<string> hosts)
    {
        var text = block.ToString();
        var words = text.TrimEnd(' ', '\t', '\n');
        // Whatever is read together with the last line, the line after it begins on its own.
        clean.Append(new PlainMarkdown(words, hosts).Read()).Append(text, words.Length, text.Length - words.Length);
        block.Clear();
    }

    private static bool Closes(string line, string fence)
    {
        var run = line.AsSpan().TrimEnd(" \t");
        run = run[Math.Min(3, run.Length - run.TrimStart(' ').Length)..];
        return run.Length >= fence.Length && run.TrimStart(fence[0]).IsEmpty;
    }

    /// <summary>Each line without its end, and where the next begins. A carriage return alone ends a line in Markdown too.</summary>
    private static IEnumerable<(string Line, int End)> Lines(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = text.AsSpan(start).IndexOfAny('\n', '\r') is >= 0 and var found ? start + found : text.Length;
            var next = end == text.Length ? end : text[end] == '\r' && end + 1 < text.Length && text[end + 1] == '\n' ? end + 2 : end + 1;
            yield return (text[start..end], next);
            start = next;
        }
    }

    [GeneratedRegex("^ {0,3}(?:(?<fence>`{3,})\\s*(?<word>[A-Za-z0-9+#._-]{0,40})[^`]*|(?<fence>~{3,})\\s*(?<word>[A-Za-z0-9+#._-]{0,40}).*)$", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex("[\\[\\]!<`~\\\\&@]|//|www\\.|mailto:|xmpp:", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Unfinished();
}
