using System.Text.Json.Serialization;

namespace Countersign.Policies;

/// <summary>The word of a rule. A greater one is stronger and wins over a lesser one.</summary>
[JsonConverter(typeof(SnakeCaseEnum<Verdict>))]
internal enum Verdict
{
    Allow,
    StepUp,
    Deny,
}
