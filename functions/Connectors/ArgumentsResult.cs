using System.Text.Json;
using Countersign.Policies;

namespace Countersign.Connectors;

/// <summary>What came of parsing a tool's arguments.</summary>
public abstract record ArgumentsResult
{
    private ArgumentsResult() { }

    /// <param name="Canonical">The arguments with every default filled in.</param>
    /// <param name="Risk">The tool's risk, raised by these arguments.</param>
    public sealed record Parsed(JsonElement Canonical, Risk Risk) : ArgumentsResult;

    /// <summary>At least one error, at most <see cref="ArgumentShape.MaxErrors"/>.</summary>
    public sealed record Invalid(IReadOnlyList<ArgumentError> Errors) : ArgumentsResult;
}

/// <param name="Path">JSON path from the arguments' root: <c>$.files[0].path</c>.</param>
/// <param name="Text">What is wrong and what is taken instead; repeats nothing of the value.</param>
public sealed record ArgumentError(string Path, string Text);
