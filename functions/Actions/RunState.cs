using System.Text.Json.Serialization;

namespace Countersign.Actions;

[JsonConverter(typeof(JsonStringEnumConverter<RunState>))]
public enum RunState
{
    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>Waiting for an approval.</summary>
    [JsonStringEnumMemberName("parked")]
    Parked,

    /// <summary>Waiting for something only the person (or an operator) can do; the row's remedy says what.</summary>
    [JsonStringEnumMemberName("needs_you")]
    NeedsYou,

    [JsonStringEnumMemberName("done")]
    Done,

    [JsonStringEnumMemberName("failed")]
    Failed,

    [JsonStringEnumMemberName("cancelled")]
    Cancelled,
}
