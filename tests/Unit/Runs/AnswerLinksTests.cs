using System.Text.RegularExpressions;
using Countersign.Runs;
using FsCheck;
using FsCheck.Fluent;
using Markdig;

namespace Countersign.Tests.Unit.Runs;

/// <summary>A reader of Markdown that is not ours turns the cleaned text into a page: nothing on it is fetched, and every link leads to a provider.</summary>
public sealed partial class AnswerLinksTests
{
    private static readonly string[] Providers = ["github.com"];

    private static readonly MarkdownPipeline Reader = 
        new MarkdownPipelineBuilder().UsePipeTables().UseAutoLinks().UseTaskLists().UseFootnotes().UseEmphasisExtras().UseGridTables().Build();

    [Theory]
    [InlineData("- a\n  ```\n![x](https://evil.example/?d=1)\n  ```")]
    [InlineData("1. a\n   ~~~\n![x](https://evil.example/?d=1)\n")]
    [InlineData("~~~ `\n~~~\n![x](https://evil.example/?d=1)")]
    [InlineData("  ~~~\n~~~\n![x](https://evil.example/?d=1)")]
    [InlineData("```\ra\r```\r![x](https://evil.example/?d=1)")]
    [InlineData("[a[b[c]]](https://evil.example/)")]
    [InlineData("[a\\]b](https://evil.example/)")]
    [InlineData("[`]`](https://evil.example/)")]
    [InlineData("![a[b[c]]](https://evil.example/)")]
    [InlineData("![a\\]b](https://evil.example/)")]
    [InlineData("[x](https://github.com\\@evil.example/)")]
    [InlineData("<https://github.com>@evil.example/")]
    [InlineData("https://github.com)@evil.example/")]
    [InlineData("https://github.com<x@evil.example/")]
    [InlineData("https://github.com`@evil.example/")]
    [InlineData("https://github.com @evil.example/")]
    [InlineData("https\\://evil.example/")]
    [InlineData("https:\\/\\/evil.example/")]
    [InlineData("www\\.evil.example/")]
    [InlineData("https&colon;//evil.example/")]
    [InlineData("&#119;ww.evil.example")]
    [InlineData("[a][b]\n\n[b\n]: https://evil.example/")]
    [InlineData("> [b]: https://evil.example/\n\n![b]")]
    [InlineData("- [b]: https://evil.example/\n\n![b][b]")]
    [InlineData("| a |\n| - |\n| `x | ![y](https://evil.example/) | z` |")]
    [InlineData("# a `b\n![y](https://evil.example/) d`")]
    [InlineData("`[x](https://evil.example/a)")]
    [InlineData("[a`b](https://evil.example/`c) `")]
    [InlineData("\\https://evil.example/")]
    [InlineData("![a](b)(https://evil.example/)")]
    [InlineData("![a](b)[c](https://evil.example/)")]
    [InlineData("!<a:>[c](https://github.com/x.png)")]
    [InlineData("&#33;[c](https://github.com/x.png)")]
    [InlineData("![c]\n(https://evil.example/)")]
    [InlineData("[text](\nhttps://evil.example/\n\"title\")")]
    [InlineData("[text](<https://evil.example/a b>)")]
    [InlineData("<a href=https://evil.example>x</a>")]
    [InlineData("\\<img src=https://evil.example>")]
    [InlineData("<!-- --><img src=https://evil.example>")]
    [InlineData("<svg><image href='https://evil.example'/></svg>")]
    [InlineData("mail bob@evil.example now")]
    [InlineData("<bob@evil.example>")]
    [InlineData("https://github.com/a*www.evil.example")]
    [InlineData("![](x\n~~~\n[y](https://evil.example/)")]
    [InlineData("[^1]\n\n[^1]: ![x](https://evil.example/)")]
    [InlineData("*[x]: https://evil.example")]
    [InlineData("ftp://evil.example/x and //evil.example/y")]
    public void A_page_made_of_it_fetches_nothing_and_links_to_providers_alone(string said) => Holds(said);

    [Fact]
    public void So_does_a_page_made_of_any_text()
    {
        var parts = Gen.Elements(
            "a", " ", "\n", "\n\n", "![", "[", "]", "](", ")", "(", "<", ">", "`", "``", "```", "```\n", "~~~\n", "~~~ `\n", "  ", "    ", "- ", "1. ", "> ", "|", "| - |\n", "\\", "!",
            "https://evil.example/?d=1", "https://github.com/a", "https://github.com", "@evil.example/", "www.evil.example", "//evil.example", "&#58;", "&lt;", "]: ", "^1", "\r", "\t", "*", "_", "#", ":", "@", "{src=https://evil.example}",
            "<img src=https://evil.example/>", "\"", "'", ".", "/", "mailto:a@evil.example", "a@evil.example", " ");
        Prop.ForAll(parts.ListOf().Select(p => string.Concat(p)).ToArbitrary(), Holds).Check(Config.QuickThrowOnFailure.WithMaxTest(3000).WithEndSize(60));
    }

    [Theory]
    [InlineData("![")]
    [InlineData("[a](")]
    [InlineData("[[")]
    [InlineData("<a:")]
    [InlineData("a@")]
    [InlineData("`a``b")]
    [InlineData("\\")]
    [InlineData("https://a")]
    [InlineData("&a")]
    public void No_text_takes_long(string part)
    {
        var text = string.Concat(Enumerable.Repeat(part, 60_000 / part.Length));

        Assert.True(AnswerText.Clean(text, Providers).Length >= 0);
    }

    private static void Holds(string said)
    {
        var page = Markdown.ToHtml(AnswerText.Clean(said, Providers), Reader);
        Assert.DoesNotContain("<img", page, StringComparison.OrdinalIgnoreCase);
        foreach (Match link in Href().Matches(page))
        {
            var address = System.Net.WebUtility.HtmlDecode(link.Groups["to"].Value);
            if (!address.StartsWith('#')) Assert.Equal("github.com", new Uri(address.Replace('\\', '/')).Host);
        }
    }

    [GeneratedRegex("href=\"(?<to>[^\"]*)\"")]
    private static partial Regex Href();
}
