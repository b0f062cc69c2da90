namespace Countersign.Gate;

/// <summary>
/// What a person is shown of an action before it takes effect, made from the resolved action alone: no word of a model, no prose of a provider but as
/// free text.
/// </summary>
public sealed record ActionSummary
{
    /// <summary>Fixed words of the tool, never of its arguments: <c>Merge pull request</c>. Letters, digits and spaces, at most 40 characters.</summary>
    public required string Verb { get; init; }

    /// <summary>What is acted on, in the order in which it is shown. Never cut; what does not fit the phone is denied.</summary>
    public required IReadOnlyList<SummaryField> Identifiers { get; init; }

    /// <summary>Texts that people write (a title, a comment, a file): the phone shows length and first line, the app all of it.</summary>
    public IReadOnlyList<SummaryField> FreeTexts { get; init; } = [];

    /// <summary>Where the target can be looked at, at the provider; null where there is no page.</summary>
    public string? Url { get; init; }
}

/// <param name="Name">A label of the tool's own, at most 32 characters: <c>Repository</c>.</param>
/// <param name="Value">The value as it is; whoever shows it escapes it.</param>
public sealed record SummaryField(string Name, string Value);
