using Countersign.Runs;
using FsCheck;
using FsCheck.Fluent;

namespace Countersign.Tests.Unit.Runs;

public sealed class AnswerTextTests
{
    private static readonly string[] Providers = ["github.com"];

    [Theory]
    [InlineData("![chart](https://evil.example/x.png?d=secret)", "[chart: image not shown]")]
    [InlineData("![](https://github.com/x.png)", "[image: image not shown]")]
    [InlineData("see ![alt][ref] now", "see [alt: image not shown] now")]
    [InlineData("[pull 7](https://github.com/acme/shop/pull/7)", "[pull 7](https://github.com/acme/shop/pull/7)")]
    [InlineData("[click](https://evil.example/?q=1)", "click `https://evil.example/?q=1`")]
    [InlineData("[click](javascript:alert(1))", "click `javascript:alert(1`)")]
    [InlineData("[x](https://github.com.evil.example/a)", "x `https://github.com.evil.example/a`")]
    [InlineData("[x](https://github.com@evil.example/a)", "x `https://github.com@evil.example/a`")]
    [InlineData("[x](http://github.com/a)", "x `http://github.com/a`")]
    [InlineData("go to https://evil.example/a?b=c now", "go to `https://evil.example/a?b=c` now")]
    [InlineData("go to https://github.com/acme", "go to https://github.com/acme")]
    [InlineData("go to www.evil.example/a", "go to `www.evil.example/a`")]
    [InlineData("<https://evil.example/a>", "`https://evil.example/a`")]
    [InlineData("<img src=\"https://evil.example/a\">", "&lt;img src=\"`https://evil.example/a\"`>")]
    [InlineData("[ref]: https://evil.example/a", "`[ref]: https://evil.example/a`")]
    [InlineData("a < b and c > d", "a < b and c > d")]
    [InlineData("plain *words* stay", "plain *words* stay")]
    public void Nothing_is_fetched_or_linked_that_is_not_a_connected_provider(string said, string shown) =>
        Assert.Equal(shown, AnswerText.Clean(said, Providers));

    [Fact]
    public void Fenced_code_is_left_as_it_is()
    {
        const string code = "```html\n<img src=\"https://evil.example\">\n```\nafter";

        Assert.Equal(code, AnswerText.Clean(code, Providers));
    }

    [Fact]
    public void What_follows_a_fence_that_was_closed_is_cleaned() =>
        Assert.Equal("```\ncode\n```\n[a: image not shown]", AnswerText.Clean("```\ncode\n```\n![a](https://evil.example/)", Providers));

    [Fact]
    public void Text_that_grows_is_shown_cleaned_and_never_taken_back()
    {
        var words = Gen.Elements("a ", "![b](https://evil.example/x) ", "[c](https://evil.example/y)", "<img src=x>", "\n\n", "```\n", "https://evil.example/z ", "!", "[", "](", "word ", "`", "www.evil.example ", "\n");
        Prop.ForAll(words.ListOf().Select(parts => string.Concat(parts)).ToArbitrary(), said =>
        {
            var whole = AnswerText.Clean(said, Providers);
            for (var length = 0; length <= said.Length; length++)
            {
                var settled = AnswerText.Clean(said[..AnswerText.SettledLength(said[..length])], Providers);
                Assert.StartsWith(settled, whole, StringComparison.Ordinal);
            }
        }).QuickCheckThrowOnFailure();
    }
}
