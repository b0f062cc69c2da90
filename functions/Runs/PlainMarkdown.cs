using System.Text;
using System.Text.RegularExpressions;

namespace Countersign.Runs;

/// <summary>
/// One block of Markdown, read once from left to right and written so that it links nowhere but to the hosts. Every look ahead is bounded; what none of them
/// knows is written so that it cannot mean anything: a bracket's end never meets a parenthesis, a backtick without its partner is escaped.
/// </summary>
internal sealed partial class PlainMarkdown
{
    private static readonly HashSet<string> HarmlessEntities = ["&lt;", "&gt;", "&amp;", "&quot;", "&apos;", "&nbsp;"];

    private readonly string _text;
    private readonly IReadOnlyCollection<string> _hosts;
    private readonly StringBuilder _out;
    private int _at;

    public PlainMarkdown(string text, IReadOnlyCollection<string> hosts)
    {
        // Readers look for addresses in what was escaped, too.
        _text = EscapedAddress().Replace(text, "");
        _hosts = hosts;
        _out = new StringBuilder(_text.Length + 16);
    }

    public string Read()
    {
        while (_at < _text.Length)
        {
            var known = _text[_at] switch
            {
                '\\' => Backslash(),
                '`' => Backticks(),
                '~' => Tildes(),
                '<' => Angle(),
                '!' => Exclamation(),
                '[' => Definition() || Link(),
                '&' => Ampersand(),
                '/' => Address(),
                var letter => char.IsAsciiLetterOrDigit(letter) && (Address() || Mail()),
            };
            if (!known) Put(_text[_at++]);
        }

        return _out.ToString();
    }

    /// <summary>A bracket's end next to a parenthesis, a bracket or a colon would be a link or a definition.</summary>
    private void Put(char one)
    {
        if (one is '(' or '[' or ':' && _out.Length > 0 && _out[^1] == ']') _out.Append('\\');
        _out.Append(one);
    }

    private bool Backslash()
    {
        var next = _at + 1 < _text.Length ? _text[_at + 1] : ' ';
        var written = next switch
        {
            '<' => "&lt;",
            '&' => "&amp;",
            _ when char.IsAscii(next) && (char.IsPunctuation(next) || char.IsSymbol(next)) => $"\\{next}",
            _ => "\\\\",
        };
        _at += written == "\\\\" && next != '\\' ? 1 : 2;
        _out.Append(written);
        return true;
    }

    private bool Backticks()
    {
        var run = Run('`');
        var ticks = new string('`', run);
        var line = _text.AsSpan(_at + run);
        if (line.IndexOf('\n') is >= 0 and var end) line = line[..end];
        for (var from = 0; line[from..].IndexOf(ticks) is >= 0 and var found;)
        {
            var close = from + found;
            from = close;
            while (from < line.Length && line[from] == '`') from++;
            if (from - close != run) continue;
            var code = line[..close];
            // In a table the bar ends the cell first, and then this is no code.
            if (code.Contains('|') && Meaning().IsMatch(code)) break;
            Code(ticks, code.ToString());
            _at += run + from;
            return true;
        }

        for (var i = 0; i < run; i++) _out.Append("\\`");
        _at += run;
        return true;
    }

    private bool Tildes()
    {
        var run = Run('~');
        for (var i = 0; i < run; i++) _out.Append(run >= 3 ? "\\~" : "~");
        _at += run;
        return true;
    }

    private bool Angle()
    {
        if (Take(AngleAddress()) is { } match)
        {
            Shown(match.Groups["url"].Value);
            return true;
        }

        if (_at + 1 >= _text.Length || !(char.IsAsciiLetter(_text[_at + 1]) || _text[_at + 1] is '/' or '!' or '?')) return false;
        _at++;
        _out.Append("&lt;");
        return true;
    }

    private bool Exclamation()
    {
        if (_at + 1 >= _text.Length || _text[_at + 1] != '[') return false;
        if ((Take(Image()) ?? Take(ReferenceImage())) is { } match)
        {
            var alternative = new PlainMarkdown(match.Groups["alt"].Value.Replace("[", "", StringComparison.Ordinal), _hosts).Read();
            Put('[');
            _out.Append(alternative.Length > 0 ? alternative : "image").Append(": image not shown]");
            return true;
        }

        _at++;
        _out.Append("\\!");
        return true;
    }

    private bool Definition()
    {
        for (var i = _at - 1; i >= 0 && _text[i] != '\n'; i--)
            if (_text[i] is not (' ' or '>')) return false;
        if (Take(DefinitionForm()) is not { } match) return false;
        Code("`", Bare(match.Value));
        return true;
    }

    private bool Link()
    {
        if (Take(LinkForm()) is not { } match) return false;
        var (shown, url) = (match.Groups["text"].Value, match.Groups["url"].Value);
        if (IsAllowed(url) && PlainText().IsMatch(shown) && match.Groups["after"].Length == 0)
        {
            if (_out.Length > 0 && _out[^1] is ']' or '!') _out.Append(' ');
            _out.Append('[').Append(shown).Append("](").Append(url).Append(')');
            return true;
        }

        _out.Append(new PlainMarkdown(shown, _hosts).Read()).Append(' ');
        Shown(url);
        return true;
    }

    private bool Ampersand()
    {
        if (Take(Entity()) is not { } match) return false;
        _out.Append(HarmlessEntities.Contains(match.Value) ? match.Value : "&amp;" + match.Value[1..]);
        return true;
    }

    /// <summary>An address on its own. A reader takes all up to the next space for it, so all of that is looked at.</summary>
    private bool Address()
    {
        var match = AddressForm().Match(_text, _at);
        if (!match.Success) return false;
        var after = _at + match.Length;
        // A reader that does not begin here might begin further on.
        if ((after == _text.Length || _text[after] is ' ' or '\t' or '\n') && !Another().IsMatch(match.Value, Math.Min("https://".Length, match.Length)) && IsAllowed(match.Value.TrimEnd(')', ']', '}', '.', ',', ';', '!', '?', '\'', '"', '*', '_', '~')))
        {
            _out.Append(match.Value);
            _at += match.Length;
            return true;
        }

        var cut = match.Value.AsSpan().IndexOfAny(')', ']');
        var url = cut < 0 ? match.Value : match.Value[..cut];
        _at += url.Length;
        Code("`", Bare(url));
        return true;
    }

    private bool Mail()
    {
        if (_at > 0 && (char.IsAsciiLetterOrDigit(_text[_at - 1]) || _text[_at - 1] is '.' or '+' or '_' or '-')) return false;
        if (Take(MailForm()) is not { } match) return false;
        Code("`", match.Value);
        return true;
    }

    private void Shown(string url)
    {
        if (IsAllowed(url)) _out.Append('<').Append(url).Append('>');
        else Code("`", Bare(url));
    }

    private void Code(string ticks, string code)
    {
        // Two runs side by side are one longer run, which ends nothing.
        if (_out.Length > 0 && _out[^1] == '`') _out.Append(' ');
        if (code.Length > 0) _out.Append(ticks).Append(code).Append(ticks);
    }

    private bool IsAllowed(string address) =>
        AllowedForm().Match(address) is { Success: true } match
        && match.Groups["host"].Value is var name
        && _hosts.Any(host => name.Equals(host, StringComparison.OrdinalIgnoreCase) || name.EndsWith("." + host, StringComparison.OrdinalIgnoreCase));

    private int Run(char one)
    {
        var end = _at;
        while (end < _text.Length && _text[end] == one) end++;
        return end - _at;
    }

    private Match? Take(Regex form)
    {
        var match = form.Match(_text, _at);
        if (!match.Success) return null;
        _at += match.Length;
        return match;
    }

    private static string Bare(string address) =>
        address.Replace("`", "", StringComparison.Ordinal).Replace("|", "%7C", StringComparison.Ordinal).Replace('\n', ' ').Trim();

    [GeneratedRegex("\\\\+(?=[:/.@])", RegexOptions.CultureInvariant)]
    private static partial Regex EscapedAddress();

    [GeneratedRegex("\\G!\\[(?<alt>[^\\]]{0,300})\\]\\s{0,9}\\([^)]{0,2000}\\)?", RegexOptions.CultureInvariant)]
    private static partial Regex Image();

    [GeneratedRegex("\\G!\\[(?<alt>[^\\]]{0,300})\\](?:\\s?\\[[^\\]]{0,300}\\])?", RegexOptions.CultureInvariant)]
    private static partial Regex ReferenceImage();

    [GeneratedRegex("\\G\\[[^\\]\\n]{1,300}\\]:[^\\n]*", RegexOptions.CultureInvariant)]
    private static partial Regex DefinitionForm();

    [GeneratedRegex("\\G<(?<url>[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\\s<>]{0,2000})>", RegexOptions.CultureInvariant)]
    private static partial Regex AngleAddress();

    [GeneratedRegex("\\G\\[(?<text>(?>(?:[^\\[\\]]|\\[[^\\[\\]]{0,100}\\]){0,300}))\\]\\(\\s{0,9}<?(?<url>(?>[^)\\s>]{0,2000}))>?(?<after>(?>[^)]{0,300}))\\)", RegexOptions.CultureInvariant)]
    private static partial Regex LinkForm();

    [GeneratedRegex("^(?:[^\\[\\]\\\\`<>|\\n]|`[^\\[\\]\\\\`<>|\\n]*`)+$", RegexOptions.CultureInvariant)]
    private static partial Regex PlainText();

    [GeneratedRegex("\\G&(?:#[0-9]{1,9}|#[xX][0-9a-fA-F]{1,9}|[A-Za-z][A-Za-z0-9]{0,40});", RegexOptions.CultureInvariant)]
    private static partial Regex Entity();

    [GeneratedRegex("\\G(?:[A-Za-z][A-Za-z0-9+.-]{1,31}://|//|www\\.|mailto:|xmpp:)[^ \\t\\r\\n\\f\\v<>`]+", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex AddressForm();

    [GeneratedRegex("//|www\\.|mailto:|xmpp:|@", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Another();

    [GeneratedRegex("\\G[A-Za-z0-9._+-]{1,256}@[A-Za-z0-9_-]{1,63}(?:\\.[A-Za-z0-9_-]{1,63}){1,10}", RegexOptions.CultureInvariant)]
    private static partial Regex MailForm();

    /// <summary>Nothing before the path that one reader takes for the host and another for a name and password.</summary>
    [GeneratedRegex("^https://(?<host>[A-Za-z0-9.-]+)(?:[/?#][A-Za-z0-9._~%/?#=+,:@!$'*&()-]*)?$", RegexOptions.CultureInvariant)]
    private static partial Regex AllowedForm();

    [GeneratedRegex("[\\[\\]!<\\\\&@]|//|www\\.|mailto:|xmpp:", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Meaning();
}
