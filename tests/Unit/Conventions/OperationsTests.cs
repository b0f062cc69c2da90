using System.Text.RegularExpressions;

namespace Countersign.Tests.Unit.Conventions;

/// <summary>docs/operations.md says what happens when something fails, and each row names the test that shows it.</summary>
public sealed partial class OperationsTests
{
    private static readonly string Page = Repository.Read("docs/operations.md");

    private static readonly HashSet<string> Tests =
        [.. Repository.Files("tests", "*.cs").SelectMany(file => Test().Matches(Repository.Read(file)).Select(match => match.Groups[1].Value))];

    [Fact]
    public void Each_fault_names_a_test_that_exists()
    {
        var rows = Page[Page.IndexOf("## Faults", StringComparison.Ordinal)..Page.IndexOf("## How much", StringComparison.Ordinal)]
            .Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| ---", StringComparison.Ordinal)).Skip(1).ToList();

        Assert.True(rows.Count > 40, $"The table has {rows.Count} rows.");
        Found.Nothing(rows.Where(row => !Row().IsMatch(row)).Select(row => $"Not five cells with a test's name in the last: {row}"));
        Found.Nothing(rows.Select(row => Row().Match(row).Groups[1].Value).Where(name => !Tests.Contains(name)).Select(name => $"docs/operations.md names {name}, which no test is called."));
    }

    [Fact]
    public void Each_test_of_a_fault_has_its_row() => Found.Nothing(
        Repository.Files("tests", "*.cs").Where(file => file.Split('/') is [_, _, "Faults", _])
            .SelectMany(file => Test().Matches(Repository.Read(file)).Select(match => match.Groups[1].Value))
            .Where(name => !Page.Contains($"`{name}`", StringComparison.Ordinal))
            .Select(name => $"{name} has no row in docs/operations.md: say what the person sees, what is retried and when, what is recorded."));

    [GeneratedRegex(@"\[(?:Fact|Theory)[^\n]*\](?:\s*\[InlineData[^\n]*\])*\s+public (?:async )?(?:Task|void) (\w+)\(", RegexOptions.CultureInvariant)]
    private static partial Regex Test();

    [GeneratedRegex(@"^\|(?:[^|]+\|){4} `(\w+)` \|$", RegexOptions.CultureInvariant)]
    private static partial Regex Row();
}
