using System.Text.RegularExpressions;

namespace Countersign.Tests.Unit.Conventions;

/// <summary>Each law has a test class of its own that goes through public doors.</summary>
public sealed class LawTests
{
    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(6), InlineData(7), InlineData(8)]
    public void Every_law_has_its_test_class(int law)
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Root, "tests", "EndToEnd", "Laws"), $"Law{law}*Tests.cs");

        Assert.True(files.Length > 0, $"Law {law} has no test class. Add tests/EndToEnd/Laws/Law{law}…Tests.cs, through the doors of running processes.");
        Assert.All(files, file => Assert.Matches(new Regex("\\[(Fact|Theory)\\]"), File.ReadAllText(file)));
    }
}
