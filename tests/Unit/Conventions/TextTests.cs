using System.Text.RegularExpressions;

namespace Countersign.Tests.Unit.Conventions;

public sealed partial class TextTests
{
    private const int MostLines = 400;

    private static readonly string[] Sources = ["functions", "runtime", "sandbox", "tests", "scripts"];

    /// <summary>Where the two builds may differ: composition and storage.</summary>
    private static readonly string[] MayDiffer = ["functions/Program.cs", "functions/Storage/"];

    [Fact]
    public void No_source_file_is_longer_than_400_lines() => Found.Nothing(
        Sources.SelectMany(folder => Repository.Files(folder, "*.cs"))
            .Select(file => (File: file, Lines: Repository.Read(file).Count(c => c == '\n')))
            .Where(found => found.Lines > MostLines)
            .Select(found => $"{found.File} has {found.Lines} lines: name its second idea"));

    [Fact]
    public void Files_are_named_after_one_idea() => Found.Nothing(
        Sources.SelectMany(folder => Repository.Files(folder, "*.cs")).Where(file => Catchall().IsMatch(file)));

    [Fact]
    public void Only_composition_and_storage_differ_between_the_two_builds()
    {
        var files = Repository.Files("functions", "*.cs").ToList();
        Found.Nothing(files.Where(file => Conditional().IsMatch(Repository.Read(file)) && !MayDiffer.Any(prefix => file.StartsWith(prefix, StringComparison.Ordinal))));
        Found.Nothing(files.Where(file => (file.EndsWith(".Azure.cs", StringComparison.Ordinal) || file.EndsWith(".Local.cs", StringComparison.Ordinal))
            && !MayDiffer.Any(prefix => file.StartsWith(prefix, StringComparison.Ordinal)) && !file.Contains("Composition", StringComparison.Ordinal)));
        var azure = files.Where(file => file.EndsWith(".Azure.cs", StringComparison.Ordinal)).Sum(file => Repository.Read(file).Count(c => c == '\n'));
        Assert.True(azure < 250, $"The files that only the azure build compiles have {azure} lines: they cannot be tested here.");
    }

    [Fact]
    public void No_text_names_a_place_of_one_machine() => Found.Nothing(
        Sources.Concat(["docs", "eng"]).Where(folder => Directory.Exists(Path.Combine(Repository.Root, folder)))
            .SelectMany(folder => Repository.Files(folder, "*"))
            .Where(file => file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".md", StringComparison.Ordinal) || file.EndsWith(".json", StringComparison.Ordinal)
                || file.EndsWith(".props", StringComparison.Ordinal) || file.EndsWith(".csproj", StringComparison.Ordinal) || !Path.HasExtension(file))
            .Where(file => MachinePlace().IsMatch(Repository.Read(file))));

    [Fact]
    public void Every_problem_type_is_documented_and_every_documented_one_exists()
    {
        var made = Repository.Files("functions", "*.cs").SelectMany(file => ProblemType().Matches(Repository.Read(file)).Select(match => match.Groups[1].Value));
        var written = DocumentedType().Matches(Repository.Read("docs/problems.md")).Select(match => match.Groups[1].Value);
        Assert.Equal(made.Distinct().Order(StringComparer.Ordinal), written.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_committed_openapi_document_is_what_the_code_writes() =>
        Assert.True(Countersign.Http.OpenApi.OpenApiDocument.Write() == Repository.Read("openapi.json"), "openapi.json has drifted: run scripts/openapi and look at what changed.");

    [GeneratedRegex("/[^/]*(Helpers?|Utils?|Utilities|Common)\\.cs$")]
    private static partial Regex Catchall();

    [GeneratedRegex("^\\s*#if ", RegexOptions.Multiline)]
    private static partial Regex Conditional();

    [GeneratedRegex("(?<![\\w.{}/])/(?:work|farm|home|Users|root)/\\w")]
    private static partial Regex MachinePlace();

    [GeneratedRegex("\"(/problems/[a-z0-9-]+)\"")]
    private static partial Regex ProblemType();

    [GeneratedRegex("^\\| `(/problems/[a-z0-9-]+)` \\|", RegexOptions.Multiline)]
    private static partial Regex DocumentedType();
}
