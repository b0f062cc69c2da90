using System.Text.Json.Serialization;

namespace Countersign.Policies;

/// <summary>The word of a rule. A greater one is stronger and wins over a lesser one.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Verdict>))]
internal enum Verdict
{
    [JsonStringEnumMemberName("allow")]
    Allow,

    [JsonStringEnumMemberName("step_up")]
    StepUp,

    [JsonStringEnumMemberName("deny")]
    Deny,
}
