using System.Reflection;

namespace Countersign.Tests.Fidelity.Surface;

/// <summary>
/// Nothing of the SDK is invented: what runtime/ has in the SDK's namespaces stands, letter by letter, in an excerpt of the listing that
/// was read off the real assemblies. README.md beside this file says how the excerpt is made.
/// </summary>
public sealed class SurfaceTests
{
    /// <summary>Types of assemblies that the listing does not cover; each has the name that the app sees at run time on the real host.</summary>
    private static readonly string[] Unlisted =
    [
        "DurableTask.Core.Exceptions.NonDeterministicOrchestrationException",
        "DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException",
        "Grpc.Core.RpcException",
    ];

    private static readonly string[] Excerpt = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Surface", "functions-surface.txt"));

    private static readonly string[] Own = Assembly.Load("Countersign.Runtime").GetExportedTypes()
        .Where(type => type.Namespace?.StartsWith("Countersign", StringComparison.Ordinal) != true && !Unlisted.Contains(type.FullName))
        .SelectMany(SurfaceLines.Of)
        .ToArray();

    [Fact]
    public void Every_public_type_and_member_stands_in_the_excerpt() =>
        Assert.Empty(Own.Except(Excerpt.Select(WithoutAssembly), StringComparer.Ordinal));

    [Fact]
    public void Every_line_of_the_excerpt_is_a_type_or_member_here() =>
        Assert.Empty(Excerpt.Select(WithoutAssembly).Except(Own, StringComparer.Ordinal));

    [Fact]
    public void The_excerpt_is_sorted_and_has_each_line_once() =>
        Assert.Equal(Excerpt.Order(StringComparer.Ordinal).Distinct(StringComparer.Ordinal), Excerpt);

    [Fact]
    public void Types_outside_the_excerpt_are_those_named_and_all_of_those_exist() =>
        Assert.All(Unlisted, name => Assert.NotNull(Assembly.Load("Countersign.Runtime").GetType(name)));

    [Fact]
    public void A_member_that_the_SDK_has_not_would_be_found() =>
        Assert.Contains(
            SurfaceLines.Of(typeof(Invented)), line => line.EndsWith(". public System.Int32 Extra { get; }", StringComparison.Ordinal));

    /// <summary>A type line ends in the real assembly's name; here all stand in one.</summary>
    private static string WithoutAssembly(string line) =>
        line.Contains(" | ", StringComparison.Ordinal) ? line[..(line.LastIndexOf(" | ", StringComparison.Ordinal) + 3)] : line;

    public sealed class Invented
    {
        public int Extra { get; }
    }
}
