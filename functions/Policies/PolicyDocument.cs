using System.Text.Json.Serialization;

namespace Countersign.Policies;

/// <summary>A policy as it is written down: what holds where no rule matches, and the rules, in any order.</summary>
internal sealed record PolicyDocument
{
    public required RiskDefaults Defaults { get; init; }

    public required IReadOnlyList<PolicyRule> Rules { get; init; }
}

/// <summary>The word for each risk where no rule matches.</summary>
internal sealed record RiskDefaults
{
    public required Verdict Read { get; init; }

    public required Verdict Write { get; init; }

    public required Verdict Destructive { get; init; }

    /// <summary>For a tool that is not in the catalogue.</summary>
    public required Verdict Unknown { get; init; }
}

/// <summary>One rule: where all of <see cref="When"/> holds it says its word.</summary>
internal sealed record PolicyRule
{
    /// <summary>Stands in the trail. Unique within the document; no colon, which marks what no rule said.</summary>
    public required string Id { get; init; }

    public required Verdict Decision { get; init; }

    public required RuleMatch When { get; init; }

    /// <summary>One sentence for the person and, in a denial, the model. <c>{tool}</c> and <c>{sources}</c> are filled in.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Text { get; init; }
}
