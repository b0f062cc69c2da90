using System.Text.Json;

namespace Countersign.Policies;

/// <summary>
/// A condition on one argument. Exactly one of the tests is written. An argument that is absent, or of another kind than the test, fails every test, so
/// a rule that allows must name what it wants to see.
/// </summary>
internal sealed record ArgumentCondition
{
    /// <summary>Members from the root, dots between: <c>repository</c>, <c>file.path</c>. Through an array every item is looked at, one is enough.</summary>
    public required string Path { get; init; }

    /// <summary>Texts, <c>*</c> for any run of characters.</summary>
    public IReadOnlyList<string>? Like { get; init; }

    public bool? Is { get; init; }

    public double? AtLeast { get; init; }

    public double? AtMost { get; init; }

    /// <summary>Whether exactly one test is written.</summary>
    public bool IsWellFormed =>
        Path.Length > 0 && (Like is null ? 0 : 1) + (Is is null ? 0 : 1) + (AtLeast is null ? 0 : 1) + (AtMost is null ? 0 : 1) == 1;

    public bool Holds(JsonElement arguments) => Holds(arguments, Path.Split('.'));

    private bool Holds(JsonElement at, ReadOnlySpan<string> path)
    {
        if (at.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in at.EnumerateArray())
            {
                if (Holds(item, path)) return true;
            }

            return false;
        }

        if (path.Length == 0) return Test(at);
        return at.ValueKind == JsonValueKind.Object && at.TryGetProperty(path[0], out var member) && Holds(member, path[1..]);
    }

    private bool Test(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Like is not null && Like.Any(pattern => NamePattern.Matches(pattern, value.GetString())),
        JsonValueKind.True => Is == true,
        JsonValueKind.False => Is == false,
        JsonValueKind.Number => (AtLeast is { } least && value.GetDouble() >= least) || (AtMost is { } most && value.GetDouble() <= most),
        _ => false,
    };
}
