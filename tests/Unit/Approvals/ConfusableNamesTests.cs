using System.Globalization;
using System.Text.RegularExpressions;
using Countersign.Approvals;
using Countersign.Gate;
using Countersign.Tests.Fuzz;

namespace Countersign.Tests.Unit.Approvals;

/// <summary>Whatever a name is made of, the phone shows all of it so that no other name looks the same, or it is denied with what to do.</summary>
public sealed partial class ConfusableNamesTests
{
    private static readonly string[] Made =
    [
        "main", "mаin", "ｍain", "main\u200b", "ma\u00adin", "m\u0430\u0456n", "\u202eniam", "ma\u2066in\u2069", "main\ufe0f", "main\U000E0061", "main ", " main", "main\t", "main\0", "maın", "ⅿain",
        "main\u115f", "main\u3164", "main\u2800", "\\u{0430}", "a\\", "\ud800", "\udc00", "..", "con", new string('a', 161), new string('а', 30),
    ];

    [Fact]
    public void Every_identifier_is_shown_whole_and_reads_back_as_itself_or_the_action_is_to_be_split()
    {
        var names = Made.Concat(Enumerable.Range(0, 2_000).Select(number => Mutations.Text(new Random(number), 250))).Distinct().ToArray();
        var shown = new Dictionary<string, string>();
        foreach (var name in names)
        {
            var summary = new ActionSummary { Verb = "Commit files", Identifiers = [new("Branch", name)] };
            if (PhoneText.Of(summary, Digest.Parse(new string('a', 64)), [], 160, out var advice) is not { } text)
            {
                Assert.Contains("Split", advice, StringComparison.Ordinal);
                continue;
            }

            var value = text.Shown().First().Value;
            Assert.True(value.Length <= 160, value);
            Assert.DoesNotContain(value, letter => letter is < ' ' or > '~');
            Assert.Equal(name.Length == 0 ? "(empty)" : name, name.Length == 0 ? value : ReadBack(value));
            if (name != "(empty)") Assert.True(shown.TryAdd(value, name), $"{name} and {shown.GetValueOrDefault(value)} look the same: {value}");
        }
    }

    [Theory]
    [InlineData("Repository")]
    [InlineData("Branch")]
    [InlineData("File")]
    [InlineData("Title")]
    public void What_does_not_fit_is_never_cut(string name)
    {
        var fits = new ActionSummary { Verb = "Commit files", Identifiers = [new(name, new string('a', 160))] };
        var not = new ActionSummary { Verb = "Commit files", Identifiers = [new(name, new string('a', 161))] };
        var escapes = new ActionSummary { Verb = "Commit files", Identifiers = [new(name, new string('а', 21))] };

        Assert.NotNull(PhoneText.Of(fits, Digest.Parse(new string('a', 64)), [], 160, out _));
        foreach (var summary in new[] { not, escapes })
        {
            Assert.Null(PhoneText.Of(summary, Digest.Parse(new string('a', 64)), [], 160, out var advice));
            Assert.Contains("Split it", advice, StringComparison.Ordinal);
        }
    }

    private static string ReadBack(string shown) => Escapes().Replace(
        shown, match => match.Value == "\\\\" ? "\\" : Letter(int.Parse(match.Groups["hex"].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)));

    /// <summary>Half of a surrogate pair too.</summary>
    private static string Letter(int value) => value <= char.MaxValue ? ((char)value).ToString() : char.ConvertFromUtf32(value);

    [GeneratedRegex(@"\\\\|\\u\{(?<hex>[0-9A-F]+)\}")]
    private static partial Regex Escapes();
}
